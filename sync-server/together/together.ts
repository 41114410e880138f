import type { Logger } from 'pino'
import { streamKey } from '../../shared/kernel/message.ts'
import type { Actors } from '../actors/actors.ts'
import type { Follow } from '../log/follow.ts'
import type { Roster, Workspace } from '../identity/roster.ts'
import type { SignIn, SignIns } from '../identity/sign-ins.ts'
import type { Guest } from './guests.ts'
import { closing, mostSocketsOfOne, type Closing } from './limits.ts'
import { openRooms } from './rooms.ts'
import type { SharedDrafts } from './shared-drafts.ts'

export type TogetherDeps = {
  readonly drafts: SharedDrafts
  readonly actors: Actors
  readonly roster: Roster
  readonly signIns: SignIns
  readonly follow: Pick<Follow, 'onCommitted'>
  /** A hand of this agent's moves on a reply. */
  readonly writing?: (tenant: string, conversation: string, agent: string) => void
  readonly logger: Logger
}

/** Somebody's seat in a room. `hear` and `leave` do nothing once it was taken away. */
export type Seat = { hear(bytes: Uint8Array): void; leave(): void }

export type Together = {
  /** Answers a seat, or why there is none. Membership is asked of the log as it is now. */
  enter(signIn: SignIn, conversation: string, socket: Omit<Guest, 'person'>): Promise<Seat | Closing>
  /** The conversation is erased: everybody is shown out of it, and no word of its draft is kept. */
  forget(tenant: string, conversation: string): Promise<void>
  /** Sends everybody away and keeps what was written. */
  stop(): Promise<void>
}

type Taken = {
  readonly signIn: SignIn
  readonly conversation: string
  readonly inbox: string
  readonly guest: Guest
  leave(): void
}

/** Who sits where. Whoever may not see a conversation any more is shown out of it at once. */
export function openTogether(deps: TogetherDeps): Together {
  const { drafts, actors, roster, signIns, follow, logger, writing = () => undefined } = deps
  const report = (what: string) => (error: unknown) => logger.error({ err: error }, what)
  const rooms = openRooms(drafts, report('a shared draft could not be kept'), writing)
  const seats = new Set<Taken>()
  const showOut = (who: (taken: Taken) => boolean, code: Closing) => {
    for (const taken of [...seats].filter(who)) {
      taken.leave()
      taken.guest.close(code)
    }
  }
  signIns.onClosed(keys => showOut(({ signIn }) => keys.includes(signIn.key), closing.signedOut))
  roster.onChanged(workspace => {
    const isOut = ({ signIn, inbox }: Taken) =>
      signIn.tenant === workspace.tenant && !reaches(workspace, signIn.agent, inbox)
    showOut(isOut, closing.notYours)
  })
  const forget = async (tenant: string, erased: string) => {
    showOut(({ signIn, conversation }) => signIn.tenant === tenant && conversation === erased, closing.erased)
    await rooms.forget(tenant, erased)
  }
  whenErased(follow, forget, logger)

  return {
    async enter(signIn, conversation, socket) {
      const { tenant, agent } = signIn
      const workspace = await roster.of(tenant)
      const { inbox, status } = await actors.state(tenant, 'conversation', conversation)
      // Whoever may not see it learns as much as of one that never was.
      if (status === 'unknown' || !reaches(workspace, agent, inbox)) return closing.notYours
      const room = socketsOf(seats, signIn) < mostSocketsOfOne && (await rooms.of(tenant, conversation))
      if (!room) return closing.full
      const guest = { ...socket, person: { id: agent, name: workspace.agent(agent)?.name ?? agent } }
      const taken: Taken = {
        signIn,
        conversation,
        inbox,
        guest,
        leave() {
          if (!seats.delete(taken)) return
          room.leave(guest)
          rooms.tidy(tenant, conversation).catch(report('a room stays open'))
        }
      }
      seats.add(taken)
      // Signed out, or shown out of the inbox, while the room was opened: nobody has told us.
      if (!(await isSignedIn(signIns, taken)) || !reaches(workspace, agent, inbox)) taken.leave()
      // Or somebody has, and the seat is gone.
      if (!seats.has(taken)) return closing.signedOut
      room.enter(guest)
      return {
        hear: bytes => seats.has(taken) && room.hear(guest, bytes),
        leave: () => taken.leave()
      }
    },
    forget,
    async stop() {
      showOut(() => true, closing.goingDown)
      await rooms.settled()
    }
  }
}

function whenErased(follow: TogetherDeps['follow'], forget: Together['forget'], logger: Logger): void {
  const report = (error: unknown) => logger.error({ err: error }, 'an erased draft could not be dropped')
  follow.onCommitted(({ tenant, events }) => {
    const erased = events.filter(({ fact }) => fact.type === 'conversation.erased')
    for (const { stream } of erased) forget(tenant, streamKey(stream)).catch(report)
  })
}

/** Where nobody can say, the seat is free again. */
async function isSignedIn(signIns: SignIns, taken: Taken): Promise<boolean> {
  try {
    return await signIns.isOpen(taken.signIn.key)
  } catch (error) {
    taken.leave()
    throw error
  }
}

function socketsOf(seats: ReadonlySet<Taken>, { tenant, agent }: SignIn): number {
  return [...seats].filter(({ signIn }) => signIn.tenant === tenant && signIn.agent === agent).length
}

function reaches(workspace: Workspace, agent: string, inbox: string): boolean {
  return workspace.agent(agent)?.status === 'active' && workspace.inboxesOf(agent).includes(inbox)
}
