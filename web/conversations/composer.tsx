import { SendHorizontal, StickyNote } from 'lucide-preact'
import { useMemo, useRef, useState } from 'preact/hooks'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import { measure } from '../../shared/platforms/strategy.ts'
import type { Thread } from '../../shared/conversations/thread.ts'
import type { Company } from '../app/company.ts'
import type { DispatchRefusal, DraftMode } from '../app/device.ts'
import { dispatch } from '../app/dispatch.ts'
import type { OpenDraft } from '../app/open-draft.ts'
import { nameOf } from '../app/shell/agent-name.ts'
import { useKey } from '../keyboard/keys.ts'
import { now } from '../ui/now.ts'
import { Others } from './company.tsx'
import { ComposerFoot } from './composer-foot.tsx'
import { eachEnter } from './each-enter.ts'
import { isWindowClosed } from './is-window-closed.ts'
import { refusalSentence } from './refusal-sentence.ts'
import { askForTemplate } from './template-request.ts'
import { useDraft } from './use-draft.ts'
import { WritingField } from './writing-field.tsx'
import { seenHere } from './use-reading.ts'
import { WindowClosed } from './window-closed.tsx'
import { words } from './words.ts'

type Props = { row: Thread; name: string; open: OpenDraft }

/** Where trust is made: nothing leaves the field before it is on this device's disk. */
export function Composer({ row, name, open }: Props) {
  const { conversation } = row
  const [mode, setMode] = useState<DraftMode>('reply')
  const [refusal, setRefusal] = useState<DispatchRefusal | null>(null)
  const region = useRef<HTMLElement>(null)
  const draft = useDraft(conversation, mode, setMode, open)
  const company = open.together.value?.company

  const closed = mode === 'reply' && isWindowClosed(row, now.value)
  const { text: limit } = strategyOf(row.platform)
  const length = measure(draft.text, limit)
  const tooLong = mode === 'reply' && length > limit.most

  const write = (to: DraftMode) => {
    setMode(to)
    requestAnimationFrame(() => region.current?.querySelector('textarea')?.focus())
  }
  useKey('r', () => write('reply'))
  useKey('n', () => write('note'))

  const typed = () => {
    draft.typed()
    company?.typing(draft.now() === '' ? null : mode)
  }
  const take = async (as: DraftMode, text: string) => {
    const pressed = draft.press(as, text)
    const seen = (await seenHere(conversation)).ofOthers
    const answer = await dispatch(
      as === 'note'
        ? { type: 'conversation.note', conversation, text }
        : { type: 'conversation.reply', conversation, content: { kind: 'text', text: text.trim() }, seen },
      pressed.id
    )
    setRefusal(answer.accepted ? null : answer.refusal)
    pressed.end(answer.accepted)
    company?.typing(null)
    return answer.accepted
  }
  const latest = useRef(take)
  latest.current = take
  const enter = useMemo(() => eachEnter(text => latest.current(mode, text)), [mode])
  const send = async () => {
    if (!tooLong && !closed) await enter(draft.now())
  }

  return (
    <section ref={region} class="composer" data-mode={mode} aria-label="Write">
      <Head mode={mode} choose={write} company={company} />
      {refusal && <NotSent refusal={refusal} />}
      {closed ? (
        <WindowClosed row={row} text={draft.text} choose={() => askForTemplate(conversation)} />
      ) : (
        <WritingField
          key={mode}
          mode={mode}
          name={name}
          draft={draft}
          company={company}
          invalid={tooLong}
          typed={typed}
          send={() => void send()}
        />
      )}
      {!closed && (
        <ComposerFoot
          row={row}
          mode={mode}
          length={length}
          limit={limit}
          empty={draft.text.trim() === ''}
          tooLong={tooLong}
          send={send}
        />
      )}
    </section>
  )
}

function NotSent({ refusal }: { refusal: DispatchRefusal }) {
  return (
    <p class="trouble red" role="alert">
      Not sent. {refusalSentence(refusal, { now: now.value, nameOf })}
    </p>
  )
}

function Head({
  mode,
  choose,
  company
}: {
  mode: DraftMode
  choose(mode: DraftMode): void
  company: Company | undefined
}) {
  return (
    <div class="composer-head">
      <div class="modes" role="group" aria-label="What you write">
        <button type="button" aria-pressed={mode === 'reply'} title="Reply (R)" onClick={() => choose('reply')}>
          <SendHorizontal class="small turns" />
          {words.reply}
        </button>
        <button type="button" aria-pressed={mode === 'note'} title="Note (N)" onClick={() => choose('note')}>
          <StickyNote class="small" />
          {words.note}
        </button>
      </div>
      <Others company={company} />
    </div>
  )
}
