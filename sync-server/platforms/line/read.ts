import * as v from 'valibot'
import type { Report } from '../port.ts'
import { faultOf, idFrom, isObject, list, name, part, passedOver, unread, type Item } from '../reading.ts'
import { aboutAccount } from './account.ts'
import { handlesOf, lineEvent } from './event.ts'
import { toldBy } from './told.ts'

/**
 * Everything in a webhook: all events of a batch. None at all is LINE asking whether somebody is there. `account` is the
 * bot's own user id. Source: LINE, "Messaging API reference", "Webhooks".
 */
export function read(payload: unknown, account: string): readonly Report[] {
  const calls = Array.isArray(payload) ? payload : [payload]
  if (calls.length === 0) return [unread('has no events', payload)]
  return calls.flatMap(call => readCall(call, account))
}

function readCall(call: unknown, account: string): readonly Report[] {
  if (!isObject(call) || !Array.isArray(call['events'])) return [unread('has no events', call)]
  const events: readonly unknown[] = call['events']
  if (isOfAnother(call['destination'], account)) return events.map(event => unread('is for another bot', event))
  return events.flatMap(readEvent)
}

const botId = /^U[0-9a-f]{32}$/

/** An inbox may have been connected with another id of its bot than this one: then only the signature says whose it is. */
function isOfAnother(destination: unknown, account: string): boolean {
  const to = name(destination)
  return to !== undefined && to !== account && botId.test(to) && botId.test(account)
}

function readEvent(item: unknown): readonly Report[] {
  const checked = v.safeParse(lineEvent, item)
  if (!checked.success || !isObject(item)) {
    return [unread(checked.success ? 'is no event' : faultOf(checked.issues), item)]
  }
  const { type, timestamp: at, source } = checked.output
  const id = idFrom(checked.output.webhookEventId ?? madeId(item))
  const told = { type, at, id, isAmongMany: source !== undefined && source?.type !== 'user', item }
  const members = membersIn(type, item)
  if (members) return members.flatMap((user, n) => toldBy({ ...told, id: `${id}:${n}`, handles: handlesOf(user) }))
  const ofAccount = aboutAccount({ type, at, id })
  if (ofAccount) return [ofAccount]
  const user = source?.userId
  // In a group LINE names only some, and nobody answers there.
  if (typeof user !== 'string') return [told.isAmongMany ? passedOver : unread('names no customer', item)]
  return toldBy({ ...told, handles: handlesOf(user) })
}

/** What came into a group, and what left it, is told of several at once. */
function membersIn(type: string, item: Item): readonly string[] | undefined {
  const field = type === 'memberJoined' ? 'joined' : type === 'memberLeft' ? 'left' : undefined
  if (field === undefined) return undefined
  const users = list(part(item, field)['members']).flatMap(member => idIn(part({ member }, 'member')['userId']) ?? [])
  return users.length > 0 ? users : undefined
}

/** As long as a handle may be. */
function idIn(value: unknown): string | undefined {
  const id = name(value)
  return id !== undefined && id.length <= 200 ? id : undefined
}

/** Told again it is the same to the letter, but for what says that it is told again. */
function madeId(item: Item): string {
  const { deliveryContext: _again, replyToken: _token, ...rest } = item
  return `event ${JSON.stringify(rest)}`
}
