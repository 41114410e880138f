import * as v from 'valibot'
import type { Report } from '../port.ts'
import { faultOf, idFrom, unread, wordOf } from '../reading.ts'
import { handlesOf } from './handles.ts'
import { waCall, waCallStatus, type WaCall } from './payload.ts'

/** A call, which Daybook cannot take: an agent should know that somebody tried. Source: Meta, "Calling API", webhooks. */
export function readCall(item: unknown): Report {
  const checked = v.safeParse(waCall, item)
  if (!checked.success) return unread(faultOf(checked.issues), item)
  const call = checked.output
  const { id, timestamp: at, event } = call
  const handles = isTheirs(call) ? handlesOf([call.from, call.from_user_id]) : handlesOf([call.to, call.to_user_id])
  if (handles.length === 0) return unread('names no customer', item)
  const raw = JSON.stringify(item)
  const told = {
    id: idFrom(`call:${id}:${wordOf(event)}`),
    at,
    handles,
    name: null,
    what: 'call',
    text: textOf(call),
    raw
  }
  return { kind: 'notice', ...told, ...(!isTheirs(call) && { quiet: true }) }
}

/** `undefined`: it is about no call. */
export function readCallStatus(item: unknown): Report | undefined {
  const checked = v.safeParse(waCallStatus, item)
  if (!checked.success) return undefined
  const { id, timestamp: at, status, recipient_id, recipient_user_id } = checked.output
  const handles = handlesOf([recipient_id, recipient_user_id])
  if (handles.length === 0) return undefined
  const word = wordOf(status.toLowerCase())
  const told = { id: idFrom(`call:${id}:${word}`), at, handles, name: null, what: 'call' }
  return { kind: 'notice', ...told, text: `the customer was called: ${word}`, raw: JSON.stringify(item), quiet: true }
}

function isTheirs({ direction }: WaCall): boolean {
  return direction !== 'BUSINESS_INITIATED'
}

function textOf(call: WaCall): string {
  const who = isTheirs(call) ? 'the customer called' : 'the customer was called'
  if (call.event !== 'terminate') return call.event === 'connect' ? who : `${who}: ${wordOf(call.event)}`
  const { duration } = call
  if (!duration)
    return isTheirs(call) ? 'the customer’s call was not answered' : 'the call to the customer was not answered'
  const [minutes, seconds] = [Math.floor(duration / 60), Math.round(duration % 60)]
  return `the call ended after ${minutes}:${String(seconds).padStart(2, '0')} minutes`
}
