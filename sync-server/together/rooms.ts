import { mostRooms } from './limits.ts'
import type { Person } from './presence.ts'
import { openRoom, type Room } from './room.ts'
import type { SharedDrafts } from './shared-drafts.ts'

export type Rooms = {
  /** `null`: too many are open. */
  of(tenant: string, conversation: string): Promise<Room> | null
  /** When somebody has left: a room without anybody is kept on disk only, once it is there. */
  tidy(tenant: string, conversation: string): Promise<void>
  /** Its room is no more, and neither is what was kept of it. */
  forget(tenant: string, conversation: string): Promise<void>
  settled(): Promise<void>
}

/** On a full disk, say. */
const tidyAgainAfterMs = 5000

/** Every conversation that somebody has open. */
export function openRooms(
  drafts: SharedDrafts,
  report: (error: unknown) => void,
  writing: (tenant: string, conversation: string, agent: string) => void
): Rooms {
  const rooms = new Map<string, Promise<Room>>()
  async function tidy(tenant: string, conversation: string): Promise<void> {
    const key = keyOf(tenant, conversation)
    const room = await rooms.get(key)
    if (!room?.isEmpty) return
    if (!(await room.settled())) {
      setTimeout(() => void tidy(tenant, conversation).catch(report), tidyAgainAfterMs).unref()
      return
    }
    // Somebody may have come back while it was kept.
    if (room.isEmpty && (await rooms.get(key)) === room) rooms.delete(key)
  }
  const keyOf = (tenant: string, conversation: string) => JSON.stringify([tenant, conversation])
  return {
    of(tenant, conversation) {
      const key = keyOf(tenant, conversation)
      const open = rooms.get(key)
      if (open || rooms.size >= mostRooms) return open ?? null
      const wrote = ({ id }: Person) => writing(tenant, conversation, id)
      const opening = drafts
        .read(tenant, conversation)
        .then(kept => openRoom(kept, state => drafts.keep(tenant, conversation, state), report, wrote))
      rooms.set(key, opening)
      opening.catch(() => rooms.delete(key))
      return opening
    },
    tidy,
    async forget(tenant, conversation) {
      const key = keyOf(tenant, conversation)
      const room = await rooms.get(key)
      rooms.delete(key)
      // What is on its way to the disk gets there first, and then goes.
      await room?.close()
      await drafts.drop(tenant, conversation)
    },
    async settled() {
      for (const opening of rooms.values()) await (await opening).settled()
    }
  }
}
