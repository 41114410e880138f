import { Plus, X } from 'lucide-preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { formOf, wrongChoices } from '../../shared/platforms/choices.ts'
import { measure, type Strategy } from '../../shared/platforms/strategy.ts'
import { composes } from '../ui/composes.ts'
import { choicesSentence } from './choices-sentence.ts'
import { typeChoices } from './choices.ts'
import { words } from './words.ts'

type Props = { conversation: string; strategy: Strategy; choices: readonly string[] }

/** The answers that a customer may press, each with how much of it fits. */
export function ChoiceEditor({ conversation, strategy, choices }: Props) {
  const list = useRef<HTMLOListElement>(null)
  const count = choices.length
  const said = choices.map(title => title.trim()).filter(title => title !== '')
  const form = formOf(strategy, said)
  const wrong = wrongChoices(strategy, said)
  const most = Math.max(strategy.buttons?.most ?? 0, strategy.list?.rows ?? 0)
  const set = (next: readonly string[]) => typeChoices(conversation, next.length > 0 ? next : null)
  const add = () => count < most && set([...choices, ''])
  const before = useRef(0)
  useLayoutEffect(() => {
    // The first when it opens, each new one when it comes.
    const fields = list.current?.querySelectorAll('input')
    if (count > before.current) fields?.[before.current === 0 ? 0 : count - 1]?.focus()
    before.current = count
  }, [count])
  return (
    <section class="choices" aria-label={words.choices}>
      <ol ref={list}>
        {choices.map((title, at) => {
          const over = form ? measure(title.trim(), form.title) - form.title.most : 0
          return (
            // oxlint-disable-next-line react/no-array-index-key -- a choice is its place: two may say the same while they are typed
            <li key={at}>
              <input
                class="input"
                dir="auto"
                maxLength={100}
                aria-label={`Choice ${at + 1}`}
                placeholder={`Choice ${at + 1}`}
                aria-invalid={over > 0}
                value={title}
                onInput={event => set(choices.with(at, event.currentTarget.value))}
                onKeyDown={event => {
                  if (event.key !== 'Enter' || composes(event)) return
                  event.preventDefault()
                  add()
                }}
              />
              <button
                type="button"
                class="button quiet icon tight"
                aria-label={`Remove choice ${at + 1}`}
                onClick={() => set(choices.toSpliced(at, 1))}
              >
                <X class="small" />
              </button>
            </li>
          )
        })}
      </ol>
      <p class="hint">
        {count < most && (
          <button type="button" class="button quiet" onClick={add}>
            <Plus class="small" />
            Add a choice
          </button>
        )}{' '}
        {form && `${formWords(form.as, form.most)}, ${form.title.most} characters each.`}
      </p>
      {wrong && (
        <p class="trouble red" role="status">
          {choicesSentence(wrong)}
        </p>
      )}
    </section>
  )
}

function formWords(as: 'buttons' | 'list', most: number): string {
  return as === 'buttons' ? `Buttons: up to ${most}` : `A list to open: up to ${most}`
}
