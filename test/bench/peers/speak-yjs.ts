import { createDecoder, readVarString, readVarUint, readVarUint8Array } from 'lib0/decoding'
import { createEncoder, toUint8Array, writeVarString, writeVarUint, writeVarUint8Array } from 'lib0/encoding'
import * as Y from 'yjs'
import type { Dialect, Speaker } from './speaker.ts'
import { eventBytes } from './tally.ts'

const [sync, auth] = [0, 2]
const [step1, step2, update] = [0, 1, 2]
const document = 'bench'

/** The protocol of y-websocket, and that of Hocuspocus: the same behind the document's name, after a token. An event is an entry of a map. */
export function speakYjs(kind: 'y-websocket' | 'hocuspocus'): Dialect {
  const isHocuspocus = kind === 'hocuspocus'
  // Its provider tells who is there every half minute; the server hangs up on who is silent for a minute.
  const sign = { frame: message(isHocuspocus, 3), everyMs: 30_000 }
  return {
    path: `/${document}`,
    headers: {},
    words: eventBytes,
    mostTogether: 1000,
    sign: isHocuspocus ? sign : null,
    speaker: held => speaker(isHocuspocus, held && 'bytes' in held ? held.bytes : null)
  }
}

function speaker(isHocuspocus: boolean, back: Uint8Array | null): Speaker {
  const doc = new Y.Doc()
  const events = doc.getMap<string>('events')
  let isReady = false
  let vector: Uint8Array | null = null
  let updated: Uint8Array = new Uint8Array()
  doc.on('update', (made: Uint8Array) => (updated = made))
  const ask = message(isHocuspocus, sync, step1, back ?? Y.encodeStateVector(doc))
  return {
    hello: () => [isHocuspocus ? token() : ask],
    hear(payload) {
      const decoder = createDecoder(payload)
      if (isHocuspocus) readVarString(decoder)
      const kind = readVarUint(decoder)
      if (kind === auth) return [ask]
      if (kind !== sync && kind !== 4) return []
      const step = readVarUint(decoder)
      if (step === step2) isReady = true
      if (step !== step1) return []
      vector = readVarUint8Array(decoder).slice()
      return [message(isHocuspocus, isHocuspocus ? 4 : sync, step2, Y.encodeStateAsUpdate(doc, vector))]
    },
    get isUsable() {
      return isReady
    },
    get isReady() {
      return isReady
    },
    get held() {
      return vector && { bytes: vector }
    },
    say(texts) {
      doc.transact(() => {
        for (const text of texts) events.set(text.slice(0, 12), text)
      })
      return message(isHocuspocus, sync, update, updated)
    }
  }
}

function message(isHocuspocus: boolean, kind: number, step?: number, bytes?: Uint8Array): Uint8Array {
  const encoder = createEncoder()
  if (isHocuspocus) writeVarString(encoder, document)
  writeVarUint(encoder, kind)
  if (step !== undefined) writeVarUint(encoder, step)
  if (bytes) writeVarUint8Array(encoder, bytes)
  return toUint8Array(encoder)
}

function token(): Uint8Array {
  const encoder = createEncoder()
  writeVarString(encoder, document)
  writeVarUint(encoder, auth)
  writeVarUint(encoder, 0)
  writeVarString(encoder, 'bench')
  return toUint8Array(encoder)
}
