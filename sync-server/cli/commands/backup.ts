import { resolve } from 'node:path'
import { Damaged } from '../../backup/damaged.ts'
import { linesOfFile, writeFileOfLines } from '../../backup/file.ts'
import { inspect } from '../../backup/inspect.ts'
import { needed, only, type Command, type Desk } from '../command.ts'
import { demandNew, unwritable } from '../new-file.ts'
import { Refused } from '../refused.ts'

export const backup: Command = {
  name: 'backup',
  usage: '--to <file>',
  about: [
    'everything in one compressed file with a checksum, as of one moment, while the server goes on; it is read back, and',
    'ends with 1 when restore would refuse it;',
    'all but the sign-ins that are open. BACKUP_PASSPHRASE in the environment seals it; guard it if not:',
    'customers’ words, with the keys that open them, and the channels’ secrets are in it. The files customers sent',
    'are not: they lie in DATA_DIR/media, each named by the hash of its bytes. Copy that directory after it'
  ],
  options: { to: { type: 'string' } },
  async run(desk) {
    const path = resolve(needed(desk.text('to'), '--to'))
    demandNew(path)
    const at = Date.now()
    const passphrase = desk.env['BACKUP_PASSPHRASE'] || undefined
    const bytes = await writeFileOfLines(path, desk.ask('backup', {}), passphrase).catch(unwritable(path))
    await demandRestorable(desk, path, passphrase)
    // The file is whole, whatever becomes of the note that it was made.
    await only(desk.ask('backed-up', { at })).catch((error: Error) =>
      desk.terminal.err.write(`It could not be noted for doctor: ${error.message}\n`)
    )
    const guard = passphrase ? 'It is sealed with BACKUP_PASSPHRASE.' : 'It is not sealed: guard it.'
    await desk.print(
      { path, bytes, sealed: passphrase !== undefined },
      `${path} holds everything, ${bytes} bytes. ${guard}`
    )
  }
}

/** Read back as `restore` reads it: what it would refuse is better known now. */
async function demandRestorable(desk: Desk, path: string, passphrase: string | undefined): Promise<void> {
  try {
    await inspect(linesOfFile(path, passphrase), (done, of) => desk.progress({ what: 'check', done, of }))
  } catch (error) {
    if (!(error instanceof Damaged)) throw error
    throw new Refused(
      `${path} is written, but restore would refuse it: ${error.message}. Keep the last good one, and see: npm run daybook -- verify`
    )
  }
}
