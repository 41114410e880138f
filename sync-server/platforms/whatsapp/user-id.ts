import * as v from 'valibot'
import type { Report } from '../port.ts'
import { cut, faultOf, idFrom, unread } from '../reading.ts'
import { handlesOf } from './handles.ts'
import { waUserId } from './payload.ts'

/** Who is known by their user id alone would be a stranger from now on, and an answer would go to nobody. */
export function readUserId(item: unknown): Report {
  const checked = v.safeParse(waUserId, item)
  if (!checked.success) return unread(faultOf(checked.issues), item)
  const { wa_id, user_id, timestamp: at, detail } = checked.output
  const handles = handlesOf([wa_id, user_id?.current], [undefined, user_id?.previous])
  if (handles.length === 0) return unread('names no customer', item)
  const id = idFrom(`user-id:${user_id?.previous ?? ''}:${user_id?.current ?? ''}:${at}`)
  const told = { id, at, handles, name: null, what: 'user_changed_user_id', text: cut(detail ?? '', 1000) }
  return { kind: 'notice', ...told, raw: JSON.stringify(item), quiet: true }
}
