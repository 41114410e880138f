import { Hono } from 'hono'
import type { Logger } from 'pino'
import type { EmulatorState, StandInState } from '../../shared/protocol/emulator.ts'
import type { VendorRoutes } from './answering.ts'
import { pageRoutes } from './page-routes.ts'
import type { Past } from './past.ts'
import { lastAt } from './phones.ts'
import type { Casting, Played, Stage } from './played.ts'
import type { Doors } from './stand-in.ts'
import { watchers } from './watchers.ts'

export type EmulatorParts = Omit<Stage, 'tell'> & {
  /** Who is played, for which account, and what its phones show from before, and from elsewhere. */
  readonly cast: readonly Casting[]
}

export type Emulator = {
  /** To be mounted at `/emulator`. */
  readonly routes: VendorRoutes
  /** Opens what is asked elsewhere. It has to be there before anybody asks. */
  listen(): Promise<Doors>
  /** Hangs up on whoever watches and tells no more webhooks. */
  stop(): void
}

/** Vendors that speak the documented APIs both ways, with phones that a person can hold. */
export function openEmulator(parts: EmulatorParts): Emulator {
  const { tell, watch } = watchers()
  const played = parts.cast.map(({ past, on }) => {
    const one = on({ ...parts, tell })
    return { ...one, deaf: remember(one, past, parts.logger) }
  })
  const leaving = new AbortController()
  const routes: VendorRoutes = new Hono()
  pageRoutes(routes, { played, state: () => stateOf(played), watch, leaving: leaving.signal })
  for (const { world, standIn } of played) routes.route(`/${world.strategy.platform}`, standIn.routes)
  return {
    routes,
    async listen() {
      const open = await Promise.all(played.flatMap(({ standIn }) => (standIn.listen ? [standIn.listen()] : [])))
      return {
        ports: Object.assign({}, ...open.map(({ ports }) => ports)) as Doors['ports'],
        close: async () => void (await Promise.all(open.map(one => one.close())))
      }
    },
    stop() {
      for (const one of played) {
        one.deaf()
        one.stop()
      }
      leaving.abort()
    }
  }
}

/** Fills the phones while the server already serves, and follows what webhooks of somebody else bring to them. */
function remember({ world, account }: Played, past: Past, logger: Logger): () => void {
  const broken = (error: unknown) => logger.error({ err: error }, 'a pretended phone could not be drawn')
  for (const { id, name } of account.customers) world.meet(name, id)
  let turn = past
    .recent()
    .then(chats => {
      for (const chat of chats) world.recall(chat)
    })
    .catch(broken)
  return past.onReceived((message, chat) => {
    turn = turn
      .then(async () => {
        const found = world.knows(message) ? undefined : await chat()
        if (found) world.recall(found)
      })
      .catch(broken)
  })
}

function stateOf(played: readonly Played[]): EmulatorState {
  return {
    business: { name: played[0]?.account.name ?? '' },
    standIns: played.map(standInState),
    phones: played.flatMap(({ world }) => world.all()).toSorted((a, b) => lastAt(b) - lastAt(a)),
    traffic: played.flatMap(({ world }) => world.traffic()).toSorted((a, b) => a.at - b.at)
  }
}

function standInState({ world, account: { address, inbox }, says, later }: Played): StandInState {
  return { platform: world.strategy.platform, address, inbox, says, ...(later && { later }), mood: world.mood() }
}
