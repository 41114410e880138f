import { randomUUID } from 'node:crypto'
import type { Dialect, Speaker } from './speaker.ts'
import { eventBytes } from './tally.ts'

/** tldraw sync: an event is a record that is put. */
export function speakTldraw(schema: unknown): Dialect {
  return {
    path: '/',
    headers: {},
    words: eventBytes,
    mostTogether: 1000,
    sign: { frame: '{"type":"ping"}', everyMs: 5000 },
    speaker: held => speaker(schema, held && 'seq' in held ? held.seq : null)
  }
}

function speaker(schema: unknown, back: number | null): Speaker {
  let [clientClock, isReady] = [0, false]
  let serverClock = back
  const lastServerClock = back ?? -1
  return {
    hello: () => [
      JSON.stringify({ type: 'connect', connectRequestId: randomUUID(), lastServerClock, protocolVersion: 8, schema })
    ],
    hear(payload) {
      const frame = JSON.parse(payload.toString()) as { type: string; serverClock?: number }
      if (frame.type !== 'connect') return []
      serverClock = frame.serverClock ?? null
      isReady = true
      return []
    },
    get isUsable() {
      return isReady
    },
    get isReady() {
      return isReady
    },
    get held() {
      return serverClock === null ? null : { seq: serverClock, text: '' }
    },
    say(texts) {
      const records = texts.map(text => ({ id: `event:${text.slice(2, 10)}`, typeName: 'event', text }))
      const diff = Object.fromEntries(records.map(record => [record.id, ['put', record]]))
      return JSON.stringify({ type: 'push', clientClock: clientClock++, diff })
    }
  }
}
