import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, openAsBlob, type ReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

export type Stored = { readonly file: string; readonly bytes: number; readonly beginning: Uint8Array }

/** Files by the hash of what is in them: the same photo sent to a hundred customers lies here once a workspace. */
export type FileStore = {
  /** Durable when it resolves. `demand` sees it before it is kept, and may throw. @throws TooBig */
  keep(
    tenant: string,
    body: AsyncIterable<Uint8Array>,
    mostBytes: number,
    demand?: (stored: Stored) => void | Promise<void>
  ): Promise<Stored>
  size(tenant: string, file: string): Promise<number | undefined>
  /** `end` is the last byte that is read. */
  read(tenant: string, file: string, range?: { start: number; end: number }): ReadStream
  /** For whoever sends it on, piece by piece. */
  blob(tenant: string, file: string): Promise<Blob>
  remove(tenant: string, file: string): Promise<void>
}

export class TooBig extends Error {}

/** Enough to know a file's type, and a picture's size even behind a camera's long preamble. */
const beginningBytes = 256 * 1024

export function fileStore(dataDir: string): FileStore {
  const root = join(dataDir, 'media')
  // A workspace's id may have characters that a directory must not.
  const home = (tenant: string) => join(root, createHash('sha256').update(tenant).digest('hex').slice(0, 32))
  const place = (tenant: string, file: string) => {
    if (!/^[0-9a-f]{64}$/.test(file)) throw new Error('no name of a file')
    return join(home(tenant), file.slice(0, 2), file)
  }
  return {
    async keep(tenant, body, mostBytes, demand) {
      const draft = join(root, 'coming', randomUUID())
      await mkdir(dirname(draft), { recursive: true })
      try {
        const stored = await write(draft, body, mostBytes)
        await demand?.(stored)
        const target = place(tenant, stored.file)
        await mkdir(dirname(target), { recursive: true })
        await rename(draft, target)
        for (const directory of [dirname(target), home(tenant), root]) await syncDirectory(directory)
        return stored
      } finally {
        await rm(draft, { force: true })
      }
    },
    async size(tenant, file) {
      return (await stat(place(tenant, file)).catch(() => undefined))?.size
    },
    read(tenant, file, range) {
      return createReadStream(place(tenant, file), range)
    },
    blob: (tenant, file) => openAsBlob(place(tenant, file)),
    async remove(tenant, file) {
      await rm(place(tenant, file), { force: true })
    }
  }
}

async function write(path: string, body: AsyncIterable<Uint8Array>, mostBytes: number): Promise<Stored> {
  const hash = createHash('sha256')
  const beginning: Uint8Array[] = []
  let bytes = 0
  await using handle = await open(path, 'wx', 0o600)
  for await (const part of body) {
    if (bytes < beginningBytes) beginning.push(part.subarray(0, beginningBytes - bytes))
    bytes += part.length
    if (bytes > mostBytes) throw new TooBig(`more than ${mostBytes} bytes`)
    hash.update(part)
    await handle.write(part)
  }
  await handle.sync()
  return { file: hash.digest('hex'), bytes, beginning: Buffer.concat(beginning) }
}

/** A file's name is durable only with its directory. */
async function syncDirectory(path: string): Promise<void> {
  await using handle = await open(path, 'r')
  await handle.sync()
}
