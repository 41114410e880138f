import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

/**
 * Imported before everything else in a process and in its threads: while the file `FULL` says `almost`, the disk has
 * a megabyte left; while it says `full`, that is not noticed, and no file below `DATA_DIR` can grow any more.
 */
const { FULL = '', DATA_DIR = '' } = process.env
const really = { ...fs }

function state(): string {
  return really.existsSync(FULL) ? really.readFileSync(FULL, 'utf8') : ''
}

const statfs = really.statfsSync as (path: fs.PathLike) => fs.StatsFs
fs.statfsSync = ((path: fs.PathLike) => {
  const found = statfs(path)
  return state() === 'almost' ? { ...found, bsize: 4096, bavail: 256 } : found
}) as typeof fs.statfsSync

const files = new Set<number>()
fs.openSync = (path, flags, mode) => {
  const descriptor = really.openSync(path, flags, mode)
  if (String(path).startsWith(DATA_DIR)) files.add(descriptor)
  return descriptor
}
fs.closeSync = descriptor => {
  files.delete(descriptor)
  really.closeSync(descriptor)
}
const write = really.writeSync as (...all: unknown[]) => number
fs.writeSync = ((descriptor: number, bytes: unknown, offset: number, length: number, at: number) => {
  if (files.has(descriptor) && state() === 'full' && at + length > really.fstatSync(descriptor).size)
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', errno: -28 })
  return write(descriptor, bytes, offset, length, at)
}) as typeof fs.writeSync
syncBuiltinESMExports()
