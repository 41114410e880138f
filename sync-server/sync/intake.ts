import type { Logger } from 'pino'
import * as v from 'valibot'
import { clientCommand, type AnyRefusal, type ClientCommand } from '../../shared/catalog.ts'
import type { Context } from '../../shared/kernel/decider.ts'
import type { PushItem } from '../../shared/protocol/up.ts'
import type { Actors } from '../actors/actors.ts'
import type { Sql } from '../db/sql.ts'
import type { Acks } from '../log/acks.ts'
import type { Ack } from '../log/recorded.ts'

/**
 * The server's end of one device's outbox. All sockets of the device share it, one push after the other,
 * so that a tab that wakes from the dead cannot judge an `n` beside the one that took over.
 */
export type Intake = {
  /** The highest `n` that was judged; all before it were too. */
  readonly acked: number
  /** Judges in the order of `n` (P2, P3). Answers with the `n` that is missing, if one is. */
  take(items: readonly PushItem[], pusher: Pusher): Promise<number | null>
}

export type Pusher = {
  judge(now: number): Context
  /** Hears of each ack as soon as it is durable. */
  answer(ack: Ack): void
  /** Whoever has hung up pushes the rest again: it is left unjudged. */
  isOver(): boolean
}

export type Intakes = {
  /** `null`: this client is somebody else's device. */
  open(tenant: string, client: string, agent: string): Promise<Intake | null>
}

export type IntakeDeps = { readonly sql: Sql; readonly acks: Acks; readonly actors: Actors; readonly logger: Logger }

/** Devices whose intake stays in memory after they left: most come back soon, and `acked` need not be counted again. */
const mostRemembered = 5000

export function openIntakes(deps: IntakeDeps): Intakes {
  const known = new Map<string, Promise<Intake>>()
  return {
    async open(tenant, client, agent) {
      if ((await ownerOf(deps.sql, tenant, client, agent)) !== agent) return null
      const key = `${tenant} ${client}`
      const intake = known.get(key) ?? openIntake(deps, tenant, client)
      intake.catch(() => known.delete(key))
      known.delete(key)
      known.set(key, intake)
      const oldest = known.keys().next()
      if (known.size > mostRemembered && !oldest.done) known.delete(oldest.value)
      return intake
    }
  }
}

async function ownerOf(sql: Sql, tenant: string, client: string, agent: string): Promise<string | undefined> {
  const { query } = sql.of(tenant)
  const known = () =>
    query<{ agent: string }>('select agent from client where tenant = $1 and client = $2', [tenant, client])
  // A device that comes back must not need room on the disk: it could not even read.
  const [before] = await known()
  if (before) return before.agent
  await query('insert into client (tenant, client, agent) values ($1, $2, $3) on conflict do nothing', [
    tenant,
    client,
    agent
  ])
  return (await known())[0]?.agent
}

async function openIntake({ acks, actors, logger }: IntakeDeps, tenant: string, client: string): Promise<Intake> {
  let acked = await acks.highest(tenant, client)
  let before: Promise<unknown> = Promise.resolve()

  const judgeItem = async ({ n, command, after }: PushItem, judge: Pusher['judge']): Promise<Ack> => {
    const ticket = { client, n }
    const refuse = (refusal: AnyRefusal) => acks.record(tenant, ticket, { command: command?.id ?? null, refusal })
    if (command === null) return acks.record(tenant, ticket, { command: null, refusal: null })
    const read = understood(command)
    if (read === null) return refuse({ reason: 'not-understood' })
    const rests = after === null ? undefined : await acks.ofCommand(tenant, client, after)
    if (after !== null && rests?.refusal) return refuse({ reason: 'depends-on-refused', after })
    try {
      const told = await actors.tell(tenant, read, judge, ticket)
      return { n, command: read.id, seq: told.seq, refusal: told.result === 'refused' ? told.refusal : null }
    } catch (error) {
      if (isOfTheMachine(error)) throw error
      // A bug of ours in one command must not hold up all that its author writes after it (R2).
      logger.error({ err: error, type: read.type }, 'a command broke the judge, and is refused')
      return refuse({ reason: 'not-understood' })
    }
  }

  const take: Intake['take'] = async (items, { judge, answer, isOver }) => {
    for (const item of items) {
      if (isOver()) return null
      if (item.n > acked + 1) return acked + 1
      if (item.n <= acked) {
        const ack = await acks.judged(tenant, { client, n: item.n })
        if (!ack) throw new Error(`the answer to ${client} ${item.n} is lost`)
        answer(ack)
      } else {
        answer(await judgeItem(item, judge))
        acked = item.n
      }
    }
    return null
  }
  return {
    get acked() {
      return acked
    },
    take(items, pusher) {
      const turn = before.then(() => take(items, pusher))
      before = turn.catch(() => undefined)
      return turn
    }
  }
}

const anyId = v.pipe(v.string(), v.uuid())

/** Ids of clients are UUIDs: nobody can take the id of a message that a platform has yet to bring. */
function understood(command: { type: string; id: string }): ClientCommand | null {
  const read = v.safeParse(clientCommand, command)
  return read.success && v.is(anyId, command.id) ? read.output : null
}

/** Errors of the database and of the log carry a code, and pass: the same command again may well be stored. */
function isOfTheMachine(error: unknown): boolean {
  return typeof (error as { code?: unknown }).code === 'string'
}
