import type { ConversationRefusal } from '../../shared/conversations/refusals.ts'
import { unreachable } from '../../shared/kernel/unreachable.ts'
import type { DispatchRefusal } from '../app/device.ts'
import { choicesSentence } from './choices-sentence.ts'
import { sizeWords } from '../ui/size-words.ts'
import { inSentence } from '../ui/time-words.ts'
import { workflowRefusalSentence } from '../workflow/refusals.ts'

type Told = { readonly now: number; nameOf(agent: string): string }

/** What was looked for is gone, or is there already. */
const thereWords = {
  'no-such-conversation': 'This conversation is not in an inbox you work in any more.',
  'no-such-contact': 'This person is not in an inbox you work in any more.',
  'no-such-inbox': 'This inbox is not connected any more.',
  'already-connected': 'This inbox is connected already.',
  'not-held': 'This reply is not waiting any more: it was sent or discarded meanwhile.',
  'not-failed': 'This message has not failed: it is on its way, or has arrived.',
  'no-such-agent': 'This colleague is not in the workspace any more.',
  'no-such-automation': 'This automation was removed.',
  'no-such-phrase': 'This saved reply was removed.',
  'no-such-team': 'This team was disbanded.',
  'already-formed': 'This team exists already.',
  'already-joined': 'This colleague is in the workspace already.',
  'already-founded': 'This workspace exists already.'
} as const

type ThereRefusal = Extract<DispatchRefusal, { reason: keyof typeof thereWords }>

function isThere(refusal: DispatchRefusal): refusal is ThereRefusal {
  return Object.hasOwn(thereWords, refusal.reason)
}

/** Why not, for the person who wanted it: who and when, and what to do next. Never a code, never blame. */
export function refusalSentence(refusal: DispatchRefusal, told: Told): string {
  const { now, nameOf } = told
  if (isThere(refusal)) return thereWords[refusal.reason]
  switch (refusal.reason) {
    case 'already-claimed':
      return `${nameOf(refusal.by)} took this conversation ${inSentence(refusal.at, now)}.`
    case 'outside-reply-window':
      return refusal.closedAt === null
        ? 'The customer has not written yet, so only a template may be sent.'
        : `The reply window closed ${inSentence(refusal.closedAt, now)}. Choose a template, or wait until the customer writes.`
    case 'too-long':
      return `It is too long. This platform takes at most ${refusal.limit.toLocaleString('en')} ${refusal.unit}.`
    case 'empty':
      return 'There is nothing to send yet.'
    case 'templates-not-offered':
      return 'This platform has no templates. Write the words yourself.'
    case 'reactions-not-offered':
      return 'This platform takes no reactions.'
    case 'emoji-not-taken':
      return 'This platform does not take this emoji. Choose another one.'
    case 'choices-not-offered':
    case 'too-many-choices':
    case 'choice-too-long':
    case 'choices-alike':
      return choicesSentence(refusal)
    case 'file-not-taken':
    case 'file-too-big':
    case 'one-file-a-message':
    case 'captions-not-offered':
    case 'no-such-file':
      return fileSentence(refusal)
    case 'unseen-message':
      return 'The customer wrote again before this arrived. Read it first.'
    case 'too-many-waiting':
      return `There are ${refusal.limit} replies to this customer that have not gone yet. Send it when the first have.`
    case 'changed-meanwhile':
      return `${nameOf(refusal.by.id)} changed it ${inSentence(refusal.at, now)}. Look at it first.`
    case 'name-taken':
      return `There is a saved reply called “${refusal.name}” already. Give this one another name.`
    case 'merged-already':
      return `${nameOf(refusal.by.id)} merged this person with another one ${inSentence(refusal.at, now)}.`
    case 'too-many-notes':
      return `There are ${refusal.limit} notes about this person. Remove one first.`
    case 'not-allowed':
      return 'Your role does not allow this. A supervisor or an admin can do it.'
    case 'depends-on-refused':
      return 'Something you did just before it could not be done, so this was not done either.'
    case 'not-understood':
      return 'The server did not understand this version of Daybook. Update and try again.'
    case 'already-sent':
      return 'This draft had just been sent. What was written since is still in the field.'
    case 'not-stored':
      return 'This device could not keep it. Your words are still in the field.'
    default:
      return workflowRefusalSentence(refusal, told)
  }
}

/** `image/jpeg` as people call it: JPEG. */
function typeWords(type: string): string {
  return (type.split('/')[1] ?? type).toUpperCase()
}

type FileRefusal = Extract<
  ConversationRefusal,
  { reason: 'file-not-taken' | 'file-too-big' | 'one-file-a-message' | 'captions-not-offered' | 'no-such-file' }
>

function fileSentence(refusal: FileRefusal): string {
  switch (refusal.reason) {
    case 'file-not-taken':
      return refusal.types.length === 0
        ? 'This platform does not take files of this kind.'
        : `This platform does not take files of this type. It takes ${refusal.types.map(typeWords).join(', ')}.`
    case 'file-too-big':
      return `The file is too big. This platform takes at most ${sizeWords(refusal.limit)}.`
    case 'one-file-a-message':
      return 'A message carries one file. Send them one by one.'
    case 'captions-not-offered':
      return 'This platform shows no words under such a file. Send them as a message of their own.'
    case 'no-such-file':
      return 'The file has not reached the server whole. Put it back into the composer and send it again.'
    default:
      return unreachable(refusal)
  }
}
