import type { DispatchRefusal } from '../app/device.ts'
import { choicesSentence } from './choices-sentence.ts'
import { fileSentence, isOfFile } from './file-sentence.ts'
import { inSentence } from '../ui/time-words.ts'
import { workflowRefusalSentence } from '../workflow/refusals.ts'

type Told = { readonly now: number; nameOf(agent: string): string; readonly workflow?: string | undefined }

/** What was looked for is gone, or is there already. */
const thereWords = {
  'no-such-conversation': 'This conversation is not in an inbox you work in any more.',
  'no-such-contact': 'This person is not in an inbox you work in any more.',
  'no-such-inbox': 'This inbox is not connected any more.',
  'already-connected': 'This inbox is connected already.',
  'not-held': 'This reply is not waiting any more: it was sent or discarded meanwhile.',
  'not-failed': 'This message has not failed: it is on its way, or has arrived.',
  'not-waiting': 'This reply is not waiting any more: it has just gone, or a colleague took it back.',
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
  if (isOfFile(refusal)) return fileSentence(refusal)
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
    case 'quotes-not-offered':
      return 'On this platform an answer cannot quote a message. Send it without the quote.'
    case 'emoji-not-taken':
      return 'This platform does not take this emoji. Choose another one.'
    case 'choices-not-offered':
    case 'too-many-choices':
    case 'choice-too-long':
    case 'choices-alike':
      return choicesSentence(refusal)
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
