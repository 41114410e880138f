const [begin, end] = ['~#', '#~']
const beginning = Buffer.from(begin)
const digits = 8

/** What an event weighs, before a protocol and its stamps are around it. */
export const eventBytes = 230

/** An event's words with its number in them. No quotes: every protocol carries them as they are. */
export function eventText(event: number, length = eventBytes): string {
  const number = `${begin}${String(event).padStart(digits, '0')}${end} `
  return number + 'The blue one is back since this morning. '.repeat(6).slice(0, length - number.length)
}

/** The numbers of all events in a frame, whatever the protocol around them is. */
export function eventsIn(payload: Buffer, found: (event: number) => void): void {
  for (let at = payload.indexOf(beginning); at >= 0; at = payload.indexOf(beginning, at + digits)) {
    let event = 0
    const start = at + beginning.length
    for (let i = start; i < start + digits; i++) event = event * 10 + ((payload[i] ?? 0) - 48)
    found(event)
  }
}

/** Who has heard what: every event at every client but its author, each once, however often it comes. */
export type Tally = {
  /** Said now, or due then. */
  said(by: number, due?: number): number
  heard(client: number, payload: Buffer): void
  /** Events that all others have, and how long that took from when each was due, milliseconds. */
  readonly complete: readonly number[]
  readonly all: readonly number[]
  /** How many pairs of an event and a client are still wanted. */
  readonly missing: number
}

let lastNumber = 0

export function tally(clients: number, now: () => number = () => performance.now()): Tally {
  const first = lastNumber + 1
  const open = new Map<number, { readonly due: number; readonly by: number; left: number; has: Uint8Array }>()
  const complete: number[] = []
  const all: number[] = []
  let missing = 0
  return {
    said(by, due = now()) {
      const event = ++lastNumber
      open.set(event, { due, by, left: clients - 1, has: new Uint8Array(clients) })
      missing += clients - 1
      all.push(event)
      return event
    },
    heard: (client, payload) =>
      eventsIn(payload, event => {
        const one = event < first ? undefined : open.get(event)
        if (!one || one.by === client || one.has[client] === 1) return
        one.has[client] = 1
        missing -= 1
        one.left -= 1
        if (one.left > 0) return
        open.delete(event)
        complete.push(now() - one.due)
      }),
    complete,
    all,
    get missing() {
      return missing
    }
  }
}
