import * as v from 'valibot'
import { longestRaw } from '../../../shared/conversations/content.ts'
import type { Report } from '../port.ts'
import { faultOf, given, idFrom, name, part, unread, unsupported, withRest, words, type Item } from '../reading.ts'
import { lineMessage, type Told } from './event.ts'
import { noticed } from './noticed.ts'
import { said } from './said.ts'

/** What one event tells. Source: LINE, "Messaging API reference", "Webhook event objects". */
export function toldBy(told: Told): readonly Report[] {
  switch (told.type) {
    case 'message':
      return readMessage(told)
    case 'messageEdited':
      return readEdit(told)
    case 'unsend':
      return readUnsend(told)
    case 'postback':
      return readPostback(told)
    default:
      return noticed(told) ?? unknown(told)
  }
}

function readMessage({ at, handles, isAmongMany, item }: Told): readonly Report[] {
  const checked = v.safeParse(lineMessage, item['message'])
  if (!checked.success) return [unread(`message.${faultOf(checked.issues)}`, item)]
  const message = checked.output
  const { content, whole } = said(message, { isAmongMany, item })
  const token = given({ readToken: words(message['markAsReadToken'], 1000) })
  const id = idFrom(message.id)
  return withRest({ kind: 'message', id, at, handles, name: null, content, ...token }, whole, item)
}

/** In a group, so far: LINE lets nobody change what they said to an account alone. Source: LINE, "Edit event". */
function readEdit({ id, at, handles, isAmongMany, item }: Told): readonly Report[] {
  const checked = v.safeParse(lineMessage, item['message'])
  if (!checked.success) return [unread(`message.${faultOf(checked.issues)}`, item)]
  const { content, whole } = said(checked.output, { isAmongMany, item })
  return withRest({ kind: 'edit', id, at, handles, message: idFrom(checked.output.id), content }, whole, item)
}

function readUnsend({ id, at, handles, item }: Told): readonly Report[] {
  const of = name(part(item, 'unsend')['messageId'])
  if (of === undefined) return [unread('unsends nothing', item)]
  return [{ kind: 'unsent', id, at, handles, message: idFrom(of) }]
}

/** What stood on the button is not told: only what we had put behind it, and the time or the menu that was picked. */
function readPostback({ id, at, handles, isAmongMany, item }: Told): readonly Report[] {
  const postback = part(item, 'postback')
  const data = words(postback['data'])
  const title = pickedIn(part(postback, 'params')) ?? data
  if (title === undefined) return [unread('is a press of nothing', item)]
  if (isAmongMany) return [unread('is a press in a group', item)]
  const content = { kind: 'choice', via: 'postback', title, ...given({ payload: data }) } as const
  return [{ kind: 'message', id, at, handles, name: null, content }]
}

function pickedIn({ datetime, date, time, newRichMenuAliasId }: Item): string | undefined {
  return [datetime, date, time, newRichMenuAliasId].map(one => words(one, 200)).find(one => one !== undefined)
}

/** A kind that LINE adds tomorrow: shown as what it is, with all of it kept. */
function unknown({ type, id, at, handles, isAmongMany, item }: Told): readonly Report[] {
  const more = isAmongMany ? { elsewhere: true as const } : {}
  const { content } = unsupported(type, item, more)
  const whole = JSON.stringify(item).length <= longestRaw
  return withRest({ kind: 'message', id, at, handles, name: null, content }, whole, item)
}
