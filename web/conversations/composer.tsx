import { SendHorizontal, StickyNote } from 'lucide-preact'
import type { ComponentChildren, RefObject } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import { wordsLimit } from '../../shared/platforms/choices.ts'
import { measure, type Strategy } from '../../shared/platforms/strategy.ts'
import { later } from '../ui/later.tsx'
import { AnsweredChip } from './answered-chip.tsx'
import { typedChoices } from './choices.ts'
import { ChoicesButton } from './choices-button.tsx'
import { goApart } from './contents-to-send.ts'
import type { Thread } from '../../shared/conversations/thread.ts'
import type { Company } from '../app/company.ts'
import type { DraftMode, OpenConversation } from '../app/device.ts'
import type { OpenDraft } from '../app/open-draft.ts'
import { nameOf } from '../app/shell/agent-name.ts'
import { useKey } from '../keyboard/keys.ts'
import { now } from '../ui/now.ts'
import { AttachButton } from './attach-button.tsx'
import { useAttached } from './attached.ts'
import { Attachments } from './attachments.tsx'
import { Others } from './company.tsx'
import { ComposerFoot } from './composer-foot.tsx'
import { isWindowClosed } from './is-window-closed.ts'
import { PhraseButton } from './phrase-button.tsx'
import { refusalSentence } from './refusal-sentence.ts'
import { askForTemplate } from './template-request.ts'
import { useAnswered } from './use-answered.ts'
import { useAttaching, type Attaching } from './use-attaching.ts'
import { useBrought } from './use-brought.ts'
import { useDraft } from './use-draft.ts'
import { slash, usePhrases } from './use-phrases.ts'
import { useSending } from './use-sending.ts'
import { VoiceButton } from './voice-button.tsx'
import { WritingField } from './writing-field.tsx'
import { WindowClosed } from './window-closed.tsx'
import { words } from './words.ts'

/** Not needed until somebody asks with choices. */
const ChoiceEditor = later(async () => (await import('./choice-editor.tsx')).ChoiceEditor)

type Props = { row: Thread; name: string; open: OpenDraft; page: OpenConversation }

/** Where trust is made: nothing leaves the field before it is on this device's disk. */
export function Composer({ row, name, open, page }: Props) {
  const { conversation } = row
  const [mode, setMode] = useState<DraftMode>('reply')
  const region = useRef<HTMLElement>(null)
  const draft = useDraft(conversation, mode, setMode, open)
  const strategy = strategyOf(row.platform)
  const attached = useAttached(conversation)
  const attaching = useAttaching(conversation, strategy)
  const phrases = usePhrases(conversation, region)
  const company = open.together.value?.company

  const closed = mode === 'reply' && isWindowClosed(row, now.value)
  const choices = mode === 'reply' && !closed && strategy.buttons ? typedChoices(conversation) : null
  const files = mode === 'reply' && !closed && attached ? attached : []
  const limit = choices ? wordsLimit(strategy) : strategy.text
  const length = measure(draft.text, limit)
  const tooLong = mode === 'reply' && length > limit.most

  const write = useModes(region, setMode)
  const answers = useAnswered(conversation, mode === 'reply' && !closed && strategy.quotes, () => write('reply'))
  const typed = (isAdded: boolean) => {
    draft.typed()
    if (isAdded && mode === 'reply' && draft.now() === slash) phrases.ask('slash')
    company?.typing(draft.now() === '' ? null : mode)
  }
  const { refusal, send: bring } = useSending({
    conversation,
    mode,
    draft,
    company,
    strategy,
    mayHaveChoices: choices !== null,
    mayAnswer: answers !== undefined,
    // Whoever is faster than the disk does not send the words without the photo that belongs to them.
    mayHaveFiles: mode === 'reply' && (attached === null || files.length > 0)
  })
  const send = async () => {
    if (tooLong || closed || attaching.busy) return
    attaching.say(null)
    await bring()
  }
  useBrought(region, mode === 'reply' && !closed, attaching)

  return (
    <section ref={region} class="composer" data-mode={mode} aria-label="Write">
      <Head mode={mode} choose={write} company={company}>
        {mode === 'reply' && !closed && <PhraseButton ask={() => phrases.ask('button')} />}
      </Head>
      {refusal && <Wrong>Not sent. {refusalSentence(refusal, { now: now.value, nameOf })}</Wrong>}
      {attaching.problem && <Wrong>{attaching.problem}</Wrong>}
      {files.length > 0 && <Attachments conversation={conversation} files={files} removed={() => write('reply')} />}
      {answers && <AnsweredChip answers={answers} customer={name} open={page} />}
      {closed ? (
        <WindowClosed row={row} text={draft.text} choose={() => askForTemplate(conversation)} />
      ) : (
        <WritingField
          key={mode}
          mode={mode}
          name={name}
          {...{ draft, company, answers, typed }}
          invalid={tooLong}
          send={() => void send()}
        />
      )}
      {choices && <ChoiceEditor conversation={conversation} strategy={strategy} choices={choices} />}
      {!closed && (
        <ComposerFoot
          row={row}
          mode={mode}
          alone={files.length > 0 ? '' : draft.text.trim()}
          apart={goApart(draft.text, files, choices ? { ...strategy, caption: null } : strategy)}
          length={length}
          limit={limit}
          empty={draft.text.trim() === '' && files.length === 0}
          tooLong={tooLong}
          attach={mode === 'reply' && <Extras {...{ conversation, strategy, attaching }} />}
          send={send}
        />
      )}
    </section>
  )
}

/** One key each for what is written, and then the field has the caret: the very next key is a letter of it. */
function useModes(region: RefObject<HTMLElement>, setMode: (mode: DraftMode) => void) {
  const [asked, ask] = useState(0)
  useLayoutEffect(() => {
    if (asked > 0) region.current?.querySelector('textarea')?.focus()
  }, [asked])
  const write = (to: DraftMode) => {
    setMode(to)
    ask(times => times + 1)
  }
  useKey('r', () => write('reply'))
  useKey('n', () => write('note'))
  return write
}

type ExtrasProps = { conversation: string; strategy: Strategy; attaching: Attaching }

/** What may go with the words. */
function Extras({ conversation, strategy, attaching }: ExtrasProps) {
  return (
    <>
      <AttachButton strategy={strategy} attaching={attaching} />
      <VoiceButton key={conversation} conversation={conversation} strategy={strategy} attaching={attaching} />
      <ChoicesButton conversation={conversation} strategy={strategy} />
    </>
  )
}

function Wrong({ children }: { children: ComponentChildren }) {
  return (
    <p class="trouble red" role="alert">
      {children}
    </p>
  )
}

function Head({
  mode,
  choose,
  company,
  children
}: {
  mode: DraftMode
  choose(mode: DraftMode): void
  company: Company | undefined
  children: ComponentChildren
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
      {children}
      <Others company={company} />
    </div>
  )
}
