import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as sync from 'y-protocols/sync'
import type * as Y from 'yjs'
import type { Entry } from './presence.ts'

/**
 * The frames of y-websocket. Source: y-protocols 1.0.6 (`sync.js`, `awareness.js`, PROTOCOL.md). They are read here and
 * not by its `readSyncMessage`, because the size of an update is looked at before it touches the document.
 */
const kinds = { sync: 0, awareness: 1, queryAwareness: 3 }

export type Frame =
  | { readonly kind: 'step-1'; readonly vector: Uint8Array }
  | { readonly kind: 'update'; readonly update: Uint8Array }
  | { readonly kind: 'awareness'; readonly entries: readonly Entry[] }
  | { readonly kind: 'query-awareness' }

const mostEntries = 8

/** `null`: not a frame of this protocol. Never throws, whatever the bytes. */
export function readFrame(bytes: Uint8Array): Frame | null {
  try {
    const decoder = decoding.createDecoder(bytes)
    const kind = decoding.readVarUint(decoder)
    if (kind === kinds.queryAwareness) return { kind: 'query-awareness' }
    if (kind === kinds.awareness) return readAwareness(decoding.readVarUint8Array(decoder))
    if (kind !== kinds.sync) return null
    const step = decoding.readVarUint(decoder)
    const body = decoding.readVarUint8Array(decoder)
    if (step === sync.messageYjsSyncStep1) return { kind: 'step-1', vector: body }
    return step === sync.messageYjsSyncStep2 || step === sync.messageYjsUpdate ? { kind: 'update', update: body } : null
  } catch {
    return null
  }
}

function readAwareness(bytes: Uint8Array): Frame | null {
  const decoder = decoding.createDecoder(bytes)
  const count = decoding.readVarUint(decoder)
  if (count > mostEntries) return null
  const entries = Array.from({ length: count }, () => ({
    client: decoding.readVarUint(decoder),
    clock: decoding.readVarUint(decoder),
    state: decoding.readVarString(decoder)
  }))
  return { kind: 'awareness', entries }
}

function framed(write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder()
  write(encoder)
  return encoding.toUint8Array(encoder)
}

const syncing = (write: (encoder: encoding.Encoder) => void) =>
  framed(encoder => {
    encoding.writeVarUint(encoder, kinds.sync)
    write(encoder)
  })

/** Asks for what this document lacks. */
export function askFrame(doc: Y.Doc): Uint8Array {
  return syncing(encoder => sync.writeSyncStep1(encoder, doc))
}

/** What a document with this state vector lacks. @throws for what is no state vector. */
export function answerFrame(doc: Y.Doc, vector: Uint8Array): Uint8Array {
  return syncing(encoder => sync.writeSyncStep2(encoder, doc, vector))
}

export function updateFrame(update: Uint8Array): Uint8Array {
  return syncing(encoder => sync.writeUpdate(encoder, update))
}

export function awarenessFrame(entries: readonly Entry[]): Uint8Array {
  const body = framed(encoder => {
    encoding.writeVarUint(encoder, entries.length)
    for (const { client, clock, state } of entries) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarString(encoder, state)
    }
  })
  return framed(encoder => {
    encoding.writeVarUint(encoder, kinds.awareness)
    encoding.writeVarUint8Array(encoder, body)
  })
}
