import * as v from 'valibot'
import { graphError, type GraphAnswer } from './graph-error.ts'
import type { World } from '../world.ts'

/** Dismissed by an answer, or after so long. */
const typingLastsMs = 25_000

const mark = v.looseObject({
  messaging_product: v.literal('whatsapp'),
  status: v.literal('read'),
  message_id: v.string(),
  typing_indicator: v.optional(v.looseObject({ type: v.literal('text') }))
})
export type ReadMark = v.InferOutput<typeof mark>

/** The business says that it has read a message, and perhaps that it is writing. */
export function readMark(body: unknown): ReadMark | undefined {
  return v.is(mark, body) ? body : undefined
}

/** Marks that message and all before it. Source: Meta, "Mark messages as read" and "Typing indicators". */
export function markRead(world: World, { message_id, typing_indicator }: ReadMark): GraphAnswer {
  const phone = world.all().find(one => one.messages.some(({ id }) => id === message_id))
  const marked = phone?.messages.find(({ id }) => id === message_id)
  if (!phone || marked?.from !== 'customer') return graphError(100, `Message ID ${message_id} does not exist.`)
  for (const { id, from, at } of phone.messages) {
    if (from === 'customer' && at <= marked.at) world.tick(phone.id, id, 'read')
  }
  if (typing_indicator) world.types(phone.id, typingLastsMs)
  return { status: 200, body: { success: true } }
}
