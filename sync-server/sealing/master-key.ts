import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { Misconfigured } from '../config.ts'
import type { Sql } from '../db/sql.ts'
import { syncPath } from '../db/sync-path.ts'
import { isSealedWith } from './workspace-keys.ts'

/**
 * The key above all others, in a file that only the operator's account can read: whoever has the database, and not it,
 * reads no customer's words. Made on first use, before anything is sealed with it.
 * @throws Misconfigured when these data were sealed with another one: a new one would make them unreadable for ever.
 */
export async function masterKeyOf(dataDir: string, sql: Sql): Promise<Buffer> {
  const path = join(dataDir, 'master.key')
  const sealed = await isSealedWith(sql)
  if (existsSync(path)) {
    const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64')
    if (key.length !== 32 || sealed(key) === 'another') throw new Misconfigured(`${path} is not the key ${reason}`)
    return key
  }
  if (sealed(Buffer.alloc(32)) !== 'nothing') throw new Misconfigured(`${path} is missing: it is the key ${reason}`)
  return made(path, dataDir)
}

const reason = 'with which the messages in the database were sealed. Put it back from where it was kept.'

/** On disk before anybody uses it: what was sealed with a key that a power cut took is lost. */
function made(path: string, directory: string): Buffer {
  const key = randomBytes(32)
  const beside = `${path}.unfinished`
  // Removed first: the mode counts only for a file that is made anew.
  rmSync(beside, { force: true })
  const file = openSync(beside, 'wx', 0o600)
  writeSync(file, `${key.toString('base64')}\n`)
  fsyncSync(file)
  closeSync(file)
  renameSync(beside, path)
  syncPath(directory)
  return key
}
