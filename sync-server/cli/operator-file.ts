import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'

/** How the command line finds the server that has the data directory open. */
const note = v.object({ url: v.string(), token: v.string() })
export type OperatorNote = v.InferOutput<typeof note>

const nameOf = (dataDir: string) => join(dataDir, 'operator.json')

export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

export function leaveNote(dataDir: string, text: OperatorNote): void {
  // Removed first: the mode counts only for a file that is made anew.
  rmSync(nameOf(dataDir), { force: true })
  writeFileSync(nameOf(dataDir), JSON.stringify(text), { mode: 0o600 })
}

export function removeNote(dataDir: string): void {
  rmSync(nameOf(dataDir), { force: true })
}

/** `null`: no server has left one, or it cannot be read. */
export function readNote(dataDir: string): OperatorNote | null {
  try {
    return v.parse(note, JSON.parse(readFileSync(nameOf(dataDir), 'utf8')))
  } catch {
    return null
  }
}
