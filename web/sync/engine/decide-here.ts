import * as v from 'valibot'
import { streamOf, type AnyFact, type ClientCommand } from '../../../shared/catalog.ts'
import { clientCommand } from '../../../shared/shapes.ts'
import type { Contact } from '../../../shared/contacts/contact.ts'
import type { Conversation } from '../../../shared/conversations/conversation.ts'
import type { Appended, Loaded } from '../../../shared/kernel/event-log.ts'
import { handled } from '../../../shared/kernel/handle.ts'
import { streamKind, type StreamId } from '../../../shared/kernel/message.ts'
import type { Card } from '../../../shared/workflow/card.ts'
import type { Dispatched, Wish } from '../../app/device.ts'
import { undoOf } from '../../app/undo-of.ts'
import { undoOfContact } from '../../app/undo-of-contact.ts'
import { undoOfCard } from '../../app/undo-of-card.ts'
import { undoOfSettings } from '../../app/undo-of-settings.ts'
import { appendHere, drawStream, loadHere, type DeviceLog } from './device-log.ts'
import type { Script } from './script.ts'

export type Decided =
  | {
      readonly accepted: true
      readonly command: ClientCommand
      readonly stream: StreamId
      readonly opposite: Wish | null
    }
  | Extract<Dispatched, { accepted: false }>

/** Decides a wish with the rules the server has, over confirmed facts and hopes, and keeps it in the outbox. */
export function* decideHere(log: DeviceLog, wish: Wish, id: string, at: number): Script<Decided> {
  const parsed = v.safeParse(clientCommand, { ...wish, id, at })
  if (!parsed.success) return { accepted: false, refusal: { reason: 'not-understood' } }
  const command = parsed.output
  const stream = streamOf(command)
  const decider = log.deciderOf(stream)
  const [confirmed, drawn] = [yield* log.past.confirmed(stream), yield* drawStream(log, stream)]
  if (!decider || !confirmed || !drawn) return { accepted: false, refusal: nothingThere(stream) }

  const here = { ...decider, initial: confirmed.carry }
  const { state, version } = drawn
  const judging = handled(here, stream, command, log.context(), { state, version })
  let step = judging.next()
  while (!step.done) {
    const { value } = step
    step = judging.next(
      value.ask === 'load'
        ? ((yield* loadHere(log, stream)) as Loaded<AnyFact>)
        : ((yield* appendHere(log, command, stream, value.version, value.facts)) as Appended<AnyFact>)
    )
  }
  if (step.value.result === 'refused') return { accepted: false, refusal: step.value.refusal }
  const closed = step.value.result === 'accepted' && step.value.events.some(({ fact }) => fact.type === 'card.closed')
  return { accepted: true, command, stream, opposite: opposite(wish, state, closed) }
}

function opposite(wish: Wish, before: unknown, closed: boolean): Wish | null {
  switch (wish.type.slice(0, wish.type.indexOf('.'))) {
    case 'conversation':
      return undoOf(wish, before as Conversation)
    case 'contact':
      return undoOfContact(wish, before as Contact)
    case 'card':
      return undoOfCard(wish, before as Card, closed)
    default:
      return undoOfSettings(wish, before as object)
  }
}

function nothingThere(stream: StreamId) {
  switch (streamKind(stream)) {
    case 'conversation':
      return { reason: 'no-such-conversation' } as const
    case 'contact':
      return { reason: 'no-such-contact' } as const
    case 'inbox':
      return { reason: 'no-such-inbox' } as const
    case 'card':
      return { reason: 'no-such-card' } as const
    case 'workflow':
      return { reason: 'no-such-workflow' } as const
    default:
      return { reason: 'no-such-agent' } as const
  }
}
