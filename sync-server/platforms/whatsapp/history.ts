import * as v from 'valibot'
import type { Report } from '../port.ts'
import { count, faultOf, idFrom, isObject, list, name, part, unread, withRest, words, type Item } from '../reading.ts'
import { news, type Said } from './account-words.ts'
import { handlesOf } from './handles.ts'
import { waMessage } from './payload.ts'
import { cardsIn, said } from './said.ts'

/** Its owner keeps what was said before to themselves. Source: Meta, "history webhook reference". */
const notShared = '2593109'

type When = { readonly change: Item; readonly at: number }

/**
 * What was said in the WhatsApp Business app, up to half a year before the number came here, in pieces that overtake each
 * other. Files come later and by themselves, under the id of the message that was told without.
 * Source: Meta, "history webhook reference".
 */
export function readHistory(value: Item, when: When): readonly Report[] {
  const us = digitsOf(part(value, 'metadata')['display_phone_number'])
  return [
    ...list(value['history']).flatMap(piece => readPiece(piece, us, when)),
    ...list(value['messages']).flatMap(message => readFile(message, us))
  ]
}

function readPiece(piece: unknown, us: string, when: When): readonly Report[] {
  if (!isObject(piece)) return [unread('is no piece of a history', piece)]
  const threads = list(piece['threads']).flatMap(thread => {
    const who = name(part({ thread }, 'thread')['id'])
    if (who === undefined) return [unread('is with nobody', thread)]
    return list(part({ thread }, 'thread')['messages']).flatMap(message => readPast(message, who, us))
  })
  return [
    ...threads,
    ...list(piece['errors']).map(error => tell(failure(error), error, when)),
    ...(count(part(piece, 'metadata')['progress']) === 100 ? [tell(allHere, piece['metadata'], when)] : [])
  ]
}

function readPast(item: unknown, who: string, us: string): readonly Report[] {
  const checked = v.safeParse(waMessage, item)
  if (!checked.success) return [unread(faultOf(checked.issues), item)]
  const { id, timestamp: at, type, from, from_user_id, ...message } = checked.output
  const isOurs = from === undefined || from === null ? message['to'] !== undefined : digitsOf(from) === us
  const past = { kind: 'past', id: idFrom(id), at, from: isOurs ? 'us' : 'customer' } as const
  const handles = handlesOf([who, isOurs ? undefined : from_user_id])
  if (type === 'media_placeholder') return [{ ...past, handles, content: { kind: 'text', text: '[A file]' } }]
  const cards = type === 'contacts' ? cardsIn(message) : undefined
  const { content, whole } = cards ? { content: cards, whole: true } : said(type, message, item)
  return withRest({ ...past, handles, content }, whole, item)
}

function readFile(item: unknown, us: string): readonly Report[] {
  const checked = v.safeParse(waMessage, item)
  if (!checked.success) return [unread(faultOf(checked.issues), item)]
  const { id, timestamp: at, type, from, from_user_id, ...message } = checked.output
  const isOurs = digitsOf(from) === us
  const to = name(message['to'])
  const handles = isOurs ? handlesOf([to, name(message['to_user_id'])]) : handlesOf([from, from_user_id])
  if (handles.length === 0) return [unread('is with nobody', item)]
  const { content, whole } = said(type, message, item)
  const past = { kind: 'past', id: idFrom(id), at, from: isOurs ? 'us' : 'customer', file: true } as const
  return withRest({ ...past, handles, content }, whole, item)
}

const digitsOf = (number: unknown) => (name(number) ?? '').replaceAll(/\D/g, '')

const allHere = news('All that was said in the WhatsApp Business app before has come, as far as it is shared.')

function failure(error: unknown): Said {
  const { code, message, title } = part({ error }, 'error')
  if (name(code) === notShared)
    return news('What was said in the WhatsApp Business app before stays there: its owner has not shared it.')
  return news(
    `What was said in the WhatsApp Business app before does not come: ${words(message) ?? words(title) ?? 'WhatsApp did not say why'}`
  )
}

function tell({ trouble, sentence }: Said, told: unknown, { change, at }: When): Report {
  const raw = JSON.stringify(told) ?? ''
  const id = idFrom(`history:${JSON.stringify([change['field'], sentence])}`)
  return {
    kind: 'account',
    about: 'account',
    news: { id, at, about: 'account', trouble, sentence: sentence.slice(0, 500), words: raw.slice(0, 1000) }
  }
}
