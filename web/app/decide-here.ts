import * as v from 'valibot'
import { clientCommand, streamOf, type ClientCommand } from '../../shared/catalog.ts'
import type { Conversation } from '../../shared/conversations/conversation.ts'
import { handle } from '../../shared/kernel/handle.ts'
import { streamKind, type StreamId } from '../../shared/kernel/message.ts'
import { dexieLog, drawStream, type DeviceLog } from '../log/dexie-log.ts'
import type { Dispatched, Wish } from './device.ts'
import { undoOf } from './undo-of.ts'

export type Decided =
  | {
      readonly accepted: true
      readonly command: ClientCommand
      readonly stream: StreamId
      readonly opposite: Wish | null
    }
  | Extract<Dispatched, { accepted: false }>

/** Decides a wish with the rules the server has, over confirmed facts and hopes, and keeps it in the outbox. */
export async function decideHere(log: DeviceLog, wish: Wish, id: string, at: number): Promise<Decided> {
  const parsed = v.safeParse(clientCommand, { ...wish, id, at })
  if (!parsed.success) return { accepted: false, refusal: { reason: 'not-understood' } }
  const command = parsed.output
  const stream = streamOf(command)
  const decider = log.deciderOf(stream)
  const [confirmed, drawn] = [await log.past.confirmed(stream), await drawStream(log, stream)]
  if (!decider || !confirmed || !drawn) return { accepted: false, refusal: nothingThere(stream) }

  const here = { ...decider, initial: confirmed.carry }
  const { state, version } = drawn
  const handled = await handle(
    dexieLog(log, () => command),
    here,
    stream,
    command,
    log.context(),
    { state, version }
  )
  if (handled.result === 'refused') return { accepted: false, refusal: handled.refusal }
  const opposite = streamKind(stream) === 'conversation' ? undoOf(wish, state as Conversation) : null
  return { accepted: true, command, stream, opposite }
}

function nothingThere(stream: StreamId) {
  switch (streamKind(stream)) {
    case 'conversation':
      return { reason: 'no-such-conversation' } as const
    case 'contact':
      return { reason: 'no-such-contact' } as const
    case 'inbox':
      return { reason: 'no-such-inbox' } as const
    default:
      return { reason: 'no-such-agent' } as const
  }
}
