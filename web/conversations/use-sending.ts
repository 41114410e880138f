import { useMemo, useRef, useState } from 'preact/hooks'
import type { Around, Content } from '../../shared/conversations/content.ts'
import type { Strategy } from '../../shared/platforms/strategy.ts'
import type { Company } from '../app/company.ts'
import type { DispatchRefusal, DraftMode } from '../app/device.ts'
import { dispatch } from '../app/dispatch.ts'
import { answered } from './answered.ts'
import { choicesToSend, typeChoices } from './choices.ts'
import { attachedNow, lookAgain } from './attached.ts'
import { contentsToSend } from './contents-to-send.ts'
import { eachEnter, oneAtATime } from './each-enter.ts'
import type { Draft } from './use-draft.ts'
import { seenHere } from './use-reading.ts'

type Parts = {
  readonly conversation: string
  readonly mode: DraftMode
  readonly draft: Draft
  readonly company: Company | undefined
  readonly strategy: Strategy
  readonly mayHaveFiles: boolean
  readonly mayHaveChoices: boolean
  readonly mayAnswer: boolean
}

/** Brings what stands in the composer to the outbox. What was refused stays where it is, and `refusal` says why. */
export function useSending(parts: Parts): { readonly refusal: DispatchRefusal | null; send(): Promise<void> } {
  const { mode, draft, mayHaveFiles } = parts
  const [refusal, setRefusal] = useState<DispatchRefusal | null>(null)
  const latest = useRef(parts)
  latest.current = parts
  const enter = useMemo(() => eachEnter(text => sendWords(latest.current, mode, text).then(tell)), [mode])
  const sendAll = useMemo(() => oneAtATime(async () => void tell(await sendFiles(latest.current))), [])
  return { refusal, send: () => (mayHaveFiles ? sendAll() : enter(draft.now())) }

  function tell(no: DispatchRefusal | null): boolean {
    setRefusal(no)
    latest.current.company?.typing(null)
    return no === null
  }
}

async function sendWords(parts: Parts, as: DraftMode, text: string): Promise<DispatchRefusal | null> {
  const { conversation, draft, mayHaveChoices } = parts
  const pressed = draft.press(as, text)
  const replyTo = as === 'reply' ? answersWith(parts) : undefined
  const asked = mayHaveChoices ? askedWith(conversation) : {}
  const { ofOthers: seen } = await seenHere(conversation)
  const answer = await dispatch(
    as === 'note'
      ? { type: 'conversation.note', conversation, text }
      : {
          type: 'conversation.reply',
          conversation,
          content: { kind: 'text', text: text.trim(), ...asked, ...(replyTo && { replyTo }) },
          seen
        },
    pressed.id
  )
  pressed.end(answer.accepted)
  if (answer.accepted) hasAnswered(conversation, replyTo)
  if (answer.accepted && asked.choices) typeChoices(conversation, null)
  return answer.accepted ? null : answer.refusal
}

/** One after the other: what a crash leaves attached goes with the next press. */
async function sendFiles(parts: Parts): Promise<DispatchRefusal | null> {
  const { conversation, draft, strategy, mayHaveChoices } = parts
  const text = draft.now()
  const pressed = text.trim() === '' ? null : draft.press('reply', text)
  const { ofOthers: seen } = await seenHere(conversation)
  const asked = mayHaveChoices ? askedWith(conversation) : {}
  // Choices stand under words, and not under a file.
  const how = asked.choices ? { ...strategy, caption: null } : strategy
  const replyTo = answersWith(parts)
  for (const said of contentsToSend(text, await attachedNow(conversation), how, replyTo)) {
    const content = said.kind === 'text' ? { ...said, ...asked } : said
    // Words alone go under their draft's id, whoever sends them. Nobody else has this device's files.
    const shared = content.kind === 'text' ? pressed?.id : undefined
    const answer = await dispatch({ type: 'conversation.reply', conversation, content, seen }, shared)
    if (hasWords(content)) pressed?.end(answer.accepted)
    lookAgain()
    if (!answer.accepted) return answer.refusal
    hasAnswered(conversation, content.replyTo)
    if (content.kind === 'text' && asked.choices) typeChoices(conversation, null)
  }
  return null
}

function askedWith(conversation: string): { readonly choices?: { title: string }[] } {
  const choices = choicesToSend(conversation).map(title => ({ title }))
  return choices.length > 0 ? { choices } : {}
}

/** As it is chosen at this very press: the one before may have taken it along. */
function answersWith({ conversation, mayAnswer }: Parts): Around['replyTo'] {
  const message = mayAnswer ? answered.now(conversation) : undefined
  return message === undefined ? undefined : { message }
}

/** What was chosen meanwhile is for the next one. */
function hasAnswered(conversation: string, replyTo: Around['replyTo']): void {
  if (replyTo && answered.now(conversation) === replyTo.message) answered.put(conversation, undefined)
}

function hasWords(content: Content): boolean {
  return content.kind === 'text' || (content.kind === 'media' && content.caption !== undefined)
}
