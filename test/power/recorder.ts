import fs, { type PathLike } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { relative, resolve } from 'node:path'
import { threadId } from 'node:worker_threads'
import { encodeOp, type Note, type Op } from './journal.ts'

/**
 * Imported before everything else in a process and in its threads: writes down, into `JOURNAL`, what they do to the
 * files below `RECORDED`. A record is one append to one file, so the order is that of all threads together.
 */
const { JOURNAL = '', RECORDED = '' } = process.env
const really = { ...fs }
const journal = really.openSync(JOURNAL, 'a')

function record(op: Op): void {
  really.writeSync(journal, encodeOp(op))
}

export function note(note: Note): void {
  record({ kind: 'note', note })
}

/** The place inside what is recorded, or `undefined` when it is elsewhere. */
function placeOf(path: PathLike | number): string | undefined {
  if (typeof path === 'number') return undefined
  const place = relative(RECORDED, resolve(path instanceof URL ? path.pathname : path.toString()))
  return place.startsWith('..') ? undefined : place
}

const ours = new Set<number>()
const handleOf = (descriptor: number) => `${threadId}:${descriptor}`

type Fs = typeof fs
const watched: Partial<Fs> = {
  openSync(path, flags, mode) {
    const descriptor = really.openSync(path, flags, mode)
    const place = placeOf(path)
    if (place === undefined) return descriptor
    ours.add(descriptor)
    const truncate = typeof flags === 'number' ? (flags & fs.constants.O_TRUNC) !== 0 : (flags ?? 'r').startsWith('w')
    record({ kind: 'open', handle: handleOf(descriptor), path: place, truncate })
    return descriptor
  },
  closeSync(descriptor) {
    ours.delete(descriptor)
    really.closeSync(descriptor)
  },
  writeSync: ((descriptor: number, bytes: NodeJS.ArrayBufferView, offset: number, length: number, at: number) => {
    const written = really.writeSync(descriptor, bytes, offset, length, at)
    if (!ours.has(descriptor)) return written
    const data = Buffer.from(bytes.buffer, bytes.byteOffset + offset, written)
    record({ kind: 'write', handle: handleOf(descriptor), at, data })
    return written
  }) as Fs['writeSync'],
  writeFileSync(path, text, options) {
    const place = placeOf(path)
    if (place === undefined || typeof path === 'number') return really.writeFileSync(path, text, options)
    const descriptor = watched.openSync!(path, 'w')
    const bytes = Buffer.from(text as Uint8Array)
    if (bytes.length > 0) watched.writeSync!(descriptor, bytes, 0, bytes.length, 0)
    watched.closeSync!(descriptor)
  },
  ftruncateSync(descriptor, size) {
    really.ftruncateSync(descriptor, size)
    if (ours.has(descriptor)) record({ kind: 'truncate', handle: handleOf(descriptor), size: size ?? 0 })
  },
  truncateSync(path, size) {
    const descriptor = watched.openSync!(path, 'r+')
    watched.ftruncateSync!(descriptor, size)
    watched.closeSync!(descriptor)
  },
  mkdirSync: ((path: PathLike, options: fs.MakeDirectoryOptions) => {
    const made = really.mkdirSync(path, options)
    const place = placeOf(path)
    if (place !== undefined) record({ kind: 'mkdir', path: place })
    return made
  }) as Fs['mkdirSync'],
  renameSync(from, to) {
    really.renameSync(from, to)
    const [path, target] = [placeOf(from), placeOf(to)]
    if (path !== undefined && target !== undefined) record({ kind: 'rename', path, to: target })
  },
  unlinkSync: path => removing(path, () => really.unlinkSync(path)),
  rmdirSync: path => removing(path, () => really.rmdirSync(path)),
  rmSync: (path, options) => removing(path, () => really.rmSync(path, options)),
  fsyncSync: descriptor => syncing(descriptor, () => really.fsyncSync(descriptor)),
  fdatasyncSync: descriptor => syncing(descriptor, () => really.fdatasyncSync(descriptor))
}

function removing(path: PathLike, remove: () => void): void {
  remove()
  const place = placeOf(path)
  if (place !== undefined) record({ kind: 'remove', path: place })
}

function syncing(descriptor: number, sync: () => void): void {
  sync()
  if (ours.has(descriptor)) record({ kind: 'sync', handle: handleOf(descriptor) })
}

/** What would change the disk behind our back: whoever begins to use it here must be taught to the recorder first. */
const unknown = ['writevSync', 'appendFileSync', 'copyFileSync', 'cpSync', 'linkSync', 'symlinkSync'] as const
for (const name of unknown) {
  watched[name] = () => {
    throw new Error(`the recorder does not know ${name}`)
  }
}

Object.assign(fs, watched)
syncBuiltinESMExports()
