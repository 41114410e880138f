import type { Logger } from 'pino'
import type { EmulatorNews, PhoneMessage } from '../../shared/protocol/emulator.ts'
import { startHooks } from './hooks.ts'
import type { Past } from './past.ts'
import type { PastChat } from './phones.ts'
import { openShelf, type Shelf } from './shelf.ts'
import type { Role, StandIn, VendorAccount } from './stand-in.ts'
import { createWorld, type World } from './world.ts'

/** A vendor that is played. */
export type Played = Pick<Role, 'knows' | 'says' | 'later'> & {
  readonly world: World
  readonly account: VendorAccount
  readonly shelf: Shelf
  readonly standIn: StandIn
  stop(): void
}

export type Casting = { readonly past: Past; on(stage: Stage): Played }

/** Binds a role to the account that it is played for. */
export function played<A extends VendorAccount>(role: Role<A>, account: A, past: Past): Casting {
  return { past: role.recalled ? recalling(past, role.recalled) : past, on: stage => play(role, account, past, stage) }
}

function recalling(past: Past, recalled: (message: PhoneMessage) => PhoneMessage): Past {
  const whole = (chat: PastChat): PastChat => ({ ...chat, messages: chat.messages.map(recalled) })
  const one = async (chat: Promise<PastChat | undefined>) => {
    const found = await chat
    return found && whole(found)
  }
  return {
    recent: async () => (await past.recent()).map(whole),
    of: phone => one(past.of(phone)),
    onReceived: listener => past.onReceived((message, chat) => listener(message, () => one(chat())))
  }
}

export type Stage = {
  /** Where Daybook listens, `http://127.0.0.1:8080`: known only once it does. */
  readonly origin: () => string
  /** Where Daybook says that the world sees it. */
  readonly publicOrigin?: string | undefined
  readonly logger: Logger
  /** Tells whoever watches. */
  readonly tell: (news: EmulatorNews) => void
}

function play<A extends VendorAccount>(role: Role<A>, account: A, past: Past, stage: Stage): Played {
  const world = createWorld(role.strategy, role.ids, stage.tell)
  const hooks = startHooks({
    ...stage,
    publicOrigin: stage.publicOrigin,
    world,
    inbox: account.inbox,
    seal: role.seal(account)
  })
  const shelf = openShelf()
  const standIn = role.play({ account, world, hooks, shelf, past, origin: stage.origin })
  const { says, knows, later } = role
  return { says, knows, ...(later && { later }), world, account, shelf, standIn, stop: hooks.stop }
}
