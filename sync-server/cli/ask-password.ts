import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** From the keyboard, unseen, or the first line of what is piped in. Empty: one is made, and shown. */
export async function askPassword(): Promise<{ readonly password: string; readonly made: boolean }> {
  const { stdin, stderr } = process
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
  if (stdin.isTTY) stderr.write('Password (Enter: make one): ')
  const lines = createInterface({ input: stdin, output: unseen, terminal: stdin.isTTY })
  try {
    for await (const line of lines) return line === '' ? make() : { password: line, made: false }
    return make()
  } finally {
    lines.close()
    if (stdin.isTTY) stderr.write('\n')
  }
}

function make() {
  return { password: randomBytes(12).toString('base64url'), made: true }
}
