import type { Media } from '../../shared/conversations/content.ts'
import { fileOf } from '../../shared/conversations/file-of.ts'
import { sturdy, type FileToSend, type OutboxDb } from '../log/db.ts'

/** The files that are sent from this device: their bytes are here from the moment they are attached. */
export type OwnFiles = {
  /** What stands in this conversation's composer, in the order in which it was put there. */
  attached(conversation: string): Promise<readonly Media[]>
  /** On the disk when it resolves: a reload does not lose it. */
  attach(conversation: string, media: Media, bytes: ArrayBuffer): Promise<void>
  detach(conversation: string, file: string): Promise<void>
  /** What was sent or refused stands in the composer again. `false`: its bytes are not here any more. */
  attachAgain(conversation: string, file: string): Promise<boolean>
  /** `null`: it is not from here, or was sent long ago. */
  bytes(conversation: string, file: string): Promise<Blob | null>
}

export function openOwnFiles(db: OutboxDb, now: () => number): OwnFiles {
  const writing = <T>(work: () => Promise<T>): Promise<T> =>
    sturdy(db, () => db.transaction('rw', db.files, db.bytes, db.commands, db.settled, work))
  const isNamed = async ({ conversation, file }: FileToSend) => {
    const rows = [...(await db.commands.toArray()), ...(await db.settled.toArray())]
    return rows.some(({ command }) => fileOf(command)?.join(' ') === `${conversation} ${file}`)
  }
  return {
    async attached(conversation) {
      const rows = await sturdy(db, () =>
        db.files.filter(row => row.isAttached && row.conversation === conversation).toArray()
      )
      return rows.sort((a, b) => a.at - b.at).map(row => row.media)
    },
    attach: (conversation, media, bytes) =>
      writing(async () => {
        const { file } = media
        if (file === undefined) throw new Error('a file without its name')
        const before = await db.files.get([conversation, file])
        await db.bytes.put({ conversation, file, bytes })
        await db.files.put({ conversation, file, media, at: now(), isAttached: true, state: stateAgain(before) })
      }),
    detach: (conversation, file) =>
      writing(async () => {
        const row = await db.files.get([conversation, file])
        if (!row) return
        if (await isNamed(row)) return void (await db.files.put({ ...row, isAttached: false }))
        await db.files.delete([conversation, file])
        await db.bytes.delete([conversation, file])
      }),
    attachAgain: (conversation, file) =>
      writing(async () => {
        const row = await db.files.get([conversation, file])
        if (!row) return false
        await db.files.put({ conversation, file, media: row.media, at: now(), isAttached: true, state: 'here' })
        return true
      }),
    async bytes(conversation, file) {
      const [row, kept] = await sturdy(db, () =>
        Promise.all([db.files.get([conversation, file]), db.bytes.get([conversation, file])])
      )
      return row && kept ? new Blob([kept.bytes], { type: row.media.mime ?? '' }) : null
    }
  }
}

/** What the server has it has; what it refused may be tried again. */
function stateAgain(before: FileToSend | undefined): FileToSend['state'] {
  return before?.state === 'uploaded' ? 'uploaded' : 'here'
}
