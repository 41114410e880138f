import * as v from 'valibot'
import { conversationRefusal } from '../../shared/conversations/refusals.ts'
import type { AnyRefusal } from '../../shared/catalog.ts'
import type { Upload } from './live.ts'

/** What came of bringing a file. `here`: it is tried again. */
export type UploadEnd =
  | { readonly state: 'uploaded' }
  | { readonly state: 'refused'; readonly why: AnyRefusal }
  | { readonly state: 'here'; readonly again: NonNullable<Upload['again']> }

/** It is tried again, and this is why it is not there yet. */
const notYet: Readonly<Record<number, NonNullable<Upload['again']>>> = {
  401: 'signed-out',
  408: 'not-now',
  425: 'not-now',
  429: 'not-now',
  507: 'no-room'
}

/** What the server will never take is left to it to refuse with its reply, and this is what that will say. */
export function endAfter({ status, text }: { readonly status: number; readonly text: string }): UploadEnd {
  if (status >= 200 && status < 300) return { state: 'uploaded' }
  const again = notYet[status]
  if (again || status < 400 || status >= 500) return { state: 'here', again: again ?? 'not-now' }
  // A proxy before the server has pages of its own.
  return { state: 'refused', why: saidIn(text) ?? { reason: 'file-turned-away', status } }
}

const answer = v.object({ refusal: conversationRefusal })

function saidIn(text: string): AnyRefusal | null {
  try {
    return v.parse(answer, JSON.parse(text)).refusal
  } catch {
    return null
  }
}
