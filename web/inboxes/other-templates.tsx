import type { OtherTemplate } from '../../shared/inboxes/events.ts'
import { needsWords, readable } from './content-words.ts'

type Props = { templates: readonly OtherTemplate[]; platform: string }

/** Approved as well: whoever knows one of these shall not think that it is gone. */
export function OtherTemplates({ templates, platform }: Props) {
  return (
    <section aria-label="Not from here">
      <p>Approved too, and only {platform} itself can send them:</p>
      <ul>
        {templates.map(({ name, language, needs }) => (
          <li key={`${name} ${language}`}>
            <p>
              <b>{readable(name)}</b> · {language} · it has {needsWords[needs]}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
