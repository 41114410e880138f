import { targetFields, wrongTargets } from '../../sla/content-words.ts'
import { Typed } from '../../ui/typed.tsx'
import type { Editing } from './editing.ts'
import { shownAim, typeAim } from './typed-aims.ts'

/** By when customers with a card here should have their answers, where that is not as in their inbox. */
export function Aims({ draft, edit }: Editing) {
  const wrong = wrongTargets(draft.typed ?? {})
  return (
    <section aria-label="Answer times">
      <h2>Answer times</h2>
      <p class="hint">
        While a conversation has an open card here, these count instead of its inbox’s, in its inbox’s hours. Empty: as
        in the inbox. Where several workflows say one, what is due first counts.
      </p>
      <div class="pair">
        {targetFields.map(([field, label]) => (
          <Typed
            key={field}
            label={label}
            value={shownAim(draft, field)}
            set={text => edit(typeAim(draft, field, text))}
            wrong={wrong.find(one => one.field === field)?.words}
          />
        ))}
      </div>
    </section>
  )
}
