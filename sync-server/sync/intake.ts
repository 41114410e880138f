import type { Logger } from 'pino'
import type { Actors } from '../actors/actors.ts'
import type { Sql } from '../db/sql.ts'
import type { Acks } from '../log/acks.ts'
import { keyOf } from '../log/arrange.ts'
import { askedTogether } from '../log/asked-together.ts'
import { unreachable } from '../../shared/kernel/unreachable.ts'
import type { PushItem } from '../../shared/protocol/up.ts'
import type { Ear } from './ear.ts'
import { newIntake, stepIntake, type IntakeEffect, type IntakeInput } from './engine/intake.ts'

/** One device's outbox at our end: carries out what the engine wants, and tells it how that went. */
export type Intake = {
  /** The highest `n` that was judged; all before it were too. */
  readonly acked: number
  push(by: Ear, items: readonly PushItem[]): void
  left(by: Ear): void
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
  const ownerOf = owners(deps.sql)
  return {
    async open(tenant, client, agent) {
      if ((await ownerOf({ tenant, client }, agent)) !== agent) return null
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

type Device = { readonly tenant: string; readonly client: string }

/** Whose device it is: theirs who came with it first. */
function owners(sql: Sql): (device: Device, agent: string) => Promise<string | undefined> {
  const known = askedTogether(async (devices: readonly Device[]) => {
    const rows = await sql.of(...new Set(devices.map(one => one.tenant))).query<Device & { agent: string }>(
      `select client.* from client
       join jsonb_to_recordset($1::text::jsonb) as asked (tenant text, client text) using (tenant, client)`,
      [JSON.stringify(devices)]
    )
    const agents = new Map(rows.map(({ tenant, client, agent }) => [keyOf(tenant, client), agent]))
    return devices.map(({ tenant, client }) => agents.get(keyOf(tenant, client)))
  })
  return async (device, agent) => {
    // A device that comes back must not need room on the disk: it could not even read.
    const before = await known(device)
    if (before !== undefined) return before
    const [fresh] = await sql
      .of(device.tenant)
      .query<{ agent: string }>(
        'insert into client (tenant, client, agent) values ($1, $2, $3) on conflict do nothing returning agent',
        [device.tenant, device.client, agent]
      )
    return fresh?.agent ?? known(device)
  }
}

async function openIntake({ acks, actors, logger }: IntakeDeps, tenant: string, client: string): Promise<Intake> {
  let intake = newIntake<Ear>(await acks.highest(tenant, client))

  const hear = (input: IntakeInput<Ear>) => {
    const made = stepIntake(intake, input)
    intake = made.intake
    for (const effect of made.effects) carryOut(effect)
  }
  const fail = (error: unknown) => {
    logger.error({ err: error }, 'a push could not be judged')
    hear({ type: 'failed' })
  }
  const ask = <T>(found: Promise<T>, input: (found: T) => IntakeInput<Ear>) =>
    void found.then(it => hear(input(it))).catch(fail)

  const tell = async ({ by, n, command }: Extract<IntakeEffect<Ear>, { type: 'tell' }>): Promise<IntakeInput<Ear>> => {
    try {
      const told = await actors.tell(tenant, command, by.contextAt, { client, n })
      const refusal = told.result === 'refused' ? told.refusal : null
      return { type: 'judged', ack: { n, command: command.id, seq: told.seq, refusal } }
    } catch (error) {
      if (isOfTheMachine(error)) throw error
      logger.error({ err: error, type: command.type }, 'a command broke the judge, and is refused')
      return { type: 'broke' }
    }
  }

  const carryOut = (effect: IntakeEffect<Ear>): void => {
    switch (effect.type) {
      case 'recall':
        return ask(acks.judged(tenant, { client, n: effect.n }), ack => ({ type: 'recalled', ack: ack ?? null }))
      case 'look-up-rest':
        return ask(acks.ofCommand(tenant, client, effect.command), found => {
          return { type: 'rest-known', isRefused: Boolean(found?.refusal) }
        })
      case 'tell':
        return ask(tell(effect), input => input)
      case 'record': {
        const { n, command, refusal } = effect
        return ask(acks.record(tenant, { client, n }, { command, refusal }), ack => ({ type: 'judged', ack }))
      }
      case 'answer':
        return effect.to.hear({ type: 'judged', ack: effect.ack })
      case 'taken':
        return effect.to.hear({ type: 'push-taken', expected: effect.expected })
      case 'give-up':
        return effect.to.hear({ type: 'failed' })
      default:
        return unreachable(effect)
    }
  }
  return {
    get acked() {
      return intake.acked
    },
    push: (by, items) => hear({ type: 'pushed', by, items }),
    left: by => hear({ type: 'left', by })
  }
}

/** Errors of the database and of the log carry a code, and pass: the same command again may well be stored. */
function isOfTheMachine(error: unknown): boolean {
  return typeof (error as { code?: unknown }).code === 'string'
}
