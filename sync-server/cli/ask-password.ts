import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import type { Terminal } from './terminal.ts'

/** From the keyboard, unseen, or the first line of what is piped in. Empty: one is made, and shown. */
export async function askPassword(from: Terminal): Promise<{ readonly password: string; readonly made: boolean }> {
  const isPerson = from.in.isTTY === true
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
  if (isPerson) from.err.write('Password (Enter: make one): ')
  const lines = createInterface({ input: from.in, output: unseen, terminal: isPerson })
  try {
    for await (const line of lines) return line === '' ? make() : { password: line, made: false }
    return make()
  } finally {
    lines.close()
    if (isPerson) from.err.write('\n')
  }
}

function make() {
  return { password: randomBytes(12).toString('base64url'), made: true }
}
