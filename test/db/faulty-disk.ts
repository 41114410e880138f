import fs, { appendFileSync, existsSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

/**
 * Imported before everything else in a process and in its threads: writes a dot into `SYNCS` for every sync of the disk,
 * and lets it fail as a dying disk does while `DYING` exists. While `FULL` exists, there is no room for anything.
 */
const { SYNCS = '', DYING = '', FULL = '' } = process.env
const dead = () =>
  Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO', errno: -5, syscall: 'fdatasync' })
const really = fs.fdatasyncSync
fs.fdatasyncSync = descriptor => {
  if (existsSync(DYING)) throw dead()
  really(descriptor)
  appendFileSync(SYNCS, '.')
}
const reallyLater = fs.fdatasync
fs.fdatasync = ((descriptor: number, done: (error: Error | null) => void) =>
  existsSync(DYING) ? done(dead()) : reallyLater(descriptor, done)) as typeof fs.fdatasync
const reallyWrite = fs.writeSync
fs.writeSync = ((...given: Parameters<typeof fs.writeSync>) => {
  if (existsSync(FULL))
    throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC', errno: -28 })
  return reallyWrite(...given)
}) as typeof fs.writeSync
syncBuiltinESMExports()
