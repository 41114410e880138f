import { closing, mostUnread, type Closing } from './limits.ts'
import { identified, writesReply, type Entry, type Person } from './presence.ts'
import { awarenessFrame } from './wire.ts'

/** One tab of one agent that has the conversation open. */
export type Guest = {
  readonly person: Person
  send(frame: Uint8Array): void
  /** Bytes that were sent and have not left this machine. */
  waiting(): number
  close(code: Closing): void
}

/** It is cut, not waited for: coming back it asks for what it lacks. */
export function give(guest: Guest, frame: Uint8Array): void {
  if (guest.waiting() > mostUnread) guest.close(closing.unread)
  else guest.send(frame)
}

export type Guests = {
  readonly count: number
  has(guest: Guest): boolean
  /** Shows the newcomer who is there. */
  add(guest: Guest): void
  remove(guest: Guest): void
  tell(frame: Uint8Array, but?: Guest): void
  /** What a guest says of itself; it cannot speak for others. */
  say(guest: Guest, entries: readonly Entry[]): void
  /** Everything that everybody said last. */
  present(): Uint8Array
}

/**
 * Who is in one room, and what each said of itself last. Every guest is one Yjs client, and no two are the same.
 * `writing`: a hand moves on a reply.
 */
export function openGuests(writing: (person: Person) => void): Guests {
  const said = new Map<Guest, Entry | null>()

  const present = () => awarenessFrame([...said.values()].filter(entry => entry !== null))

  function tell(frame: Uint8Array, but?: Guest): void {
    for (const guest of said.keys()) if (guest !== but) give(guest, frame)
  }
  return {
    get count() {
      return said.size
    },
    has: guest => said.has(guest),
    add(guest) {
      guest.send(present())
      said.set(guest, null)
    },
    remove(guest) {
      const last = said.get(guest)
      said.delete(guest)
      if (last) tell(awarenessFrame([{ ...last, clock: last.clock + 1, state: 'null' }]))
    },
    tell,
    say(guest, entries) {
      const before = said.get(guest)
      // A provider says its own first, and repeats later what it heard of others.
      const own = before ? entries.find(entry => entry.client === before.client) : entries[0]
      if (!own) return
      const mine = identified(own, guest.person)
      if (!mine) return guest.close(closing.notUnderstood)
      const twin = [...said].find(([other, entry]) => other !== guest && entry?.client === mine.client)?.[0]
      if (twin && twin.person.id !== guest.person.id) return guest.close(closing.clientIdTaken)
      // The same person's: an old socket that is half dead, or a copied profile, which must take another id.
      if (twin) {
        said.set(twin, null)
        twin.close(closing.clientIdTaken)
      }
      said.set(guest, mine)
      tell(awarenessFrame([mine]))
      if (writesReply(mine)) writing(guest.person)
    },
    present
  }
}
