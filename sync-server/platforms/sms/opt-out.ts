import { cut, name, words, wordOf, type Item } from '../reading.ts'

export type OptOut = {
  readonly what: 'opt-out' | 'opt-in'
  /** The word may be meant for people as well. */
  readonly alsoSaid: boolean
  readonly notice: { readonly what: string; readonly text: string; readonly raw: string }
}

/*
 * Twilio takes these for itself, when nothing else is said, in any case. The second of each kind are words that people
 * also say to people. Source: Twilio, "Support for opt-out keywords (SMS STOP filtering)".
 */
const stops = [
  ['stop', 'stopall', 'unsubscribe'],
  ['cancel', 'end', 'quit', 'revoke', 'optout']
] as const
const starts = [['start', 'unstop'], []] as const

/** Did the customer say that they want nothing more, or something again? Help is asked of people: it is a message. */
export function optOutIn(item: Item): OptOut | undefined {
  const body = (words(item['Body'], 200) ?? '').trim()
  const word = body.toLowerCase()
  // With its own words for it in a messaging service, Twilio says what it made of them. Source: "Advanced Opt-Out".
  const type = name(item['OptOutType'])?.toUpperCase()
  const isAlone = (name(item['NumMedia']) ?? '0') === '0'
  const told = (what: OptOut['what'], isSaid: boolean): OptOut => ({
    what,
    alsoSaid: isSaid || !isAlone,
    notice: { what: wordOf(what), text: `${sentences[what]}: ${cut(body, 100)}`, raw: JSON.stringify(item) }
  })
  if (type === 'STOP') return told('opt-out', false)
  if (type === 'START') return told('opt-in', false)
  if (type !== undefined) return undefined
  if (isIn(stops[0], word)) return told('opt-out', false)
  if (isIn(stops[1], word)) return told('opt-out', true)
  return isIn(starts[0], word) ? told('opt-in', false) : undefined
}

const sentences = {
  'opt-out': 'the customer wants no more messages, and Twilio lets nothing through to them',
  'opt-in': 'the customer can be written to again'
}

function isIn(list: readonly string[], word: string): boolean {
  return list.includes(word)
}
