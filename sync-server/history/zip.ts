import { openPromise, type Entry, type ZipFile } from 'yauzl'
import { mostEntries, mostFileBytes, mostTextBytes } from './limits.ts'
import { NotTaken } from './not-taken.ts'

/** What is packed in a file. Nothing is ever unpacked to a name that it says: who wants a part reads it. */
export type Packed = {
  readonly parts: ReadonlyMap<string, number>
  /** @throws NotTaken where it is not what the list of contents says. */
  open(part: string): Promise<AsyncIterable<Uint8Array>>
  text(part: string): Promise<string>
  close(): void
}

/** @throws NotTaken for what is no archive, or one that is made to do harm. */
export async function openZip(path: string, bytes: number): Promise<Packed> {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: true }).catch(damaged)
  try {
    const entries = await entriesOf(zip, bytes)
    const open = async (part: string) => {
      const entry = entries.get(part)
      if (!entry) throw new Error(`there is no ${part}`)
      return whole(await zip.openReadStreamPromise(entry).catch(damaged))
    }
    return {
      parts: new Map([...entries].map(([name, entry]) => [name, entry.uncompressedSize])),
      open,
      async text(part) {
        if ((entries.get(part)?.uncompressedSize ?? 0) > mostTextBytes)
          throw new NotTaken('The chat in it is too long.')
        const pieces: Uint8Array[] = []
        for await (const piece of await open(part)) pieces.push(piece)
        return Buffer.concat(pieces).toString('utf8')
      },
      close: () => zip.close()
    }
  } catch (error) {
    zip.close()
    throw error
  }
}

/**
 * yauzl refuses names that lead out of the archive, and ends a part that is longer than the list of contents says; so
 * what the list says can be added up. Parts that share their bytes are a bomb: then the packed sizes are more than the
 * whole file.
 */
async function entriesOf(zip: ZipFile, bytes: number): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>()
  let [packed, unpacked] = [0, 0]
  if (zip.entryCount > mostEntries) throw new NotTaken(`There are more than ${mostEntries} files in it.`)
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith('/')) continue
      demandPlain(entry)
      packed += entry.compressedSize
      unpacked += entry.uncompressedSize
      if (packed > bytes) throw new NotTaken('Files in it lie over each other: it is made to do harm.')
      if (unpacked > 2 * mostFileBytes) throw new NotTaken('Unpacked it would be too big.')
      entries.set(entry.fileName, entry)
    }
  } catch (error) {
    damaged(error)
  }
  return entries
}

async function* whole(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch (error) {
    damaged(error)
  }
}

function demandPlain(entry: Entry): void {
  if (entry.isEncrypted()) throw new NotTaken('It is locked with a password. Export the chat without one.')
  // The upper half of these is how Unix describes a file, if it was made there: 0xA is a link to another.
  if (entry.externalFileAttributes >>> 28 === 0xa) throw new NotTaken('There is a link to another place in it.')
  if (!entry.canDecodeFileData()) throw new NotTaken('It is packed in a way that is not known here.')
}

function damaged(error: unknown): never {
  if (error instanceof NotTaken) throw error
  const why = error instanceof Error ? error.message : String(error)
  throw new NotTaken(`It is no archive that can be read: ${why.slice(0, 200)}`)
}
