import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, openAsBlob } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'

export type Stored = { readonly file: string; readonly bytes: number; readonly beginning: Uint8Array }

/**
 * Files by the hash of what is in them: the same photo sent to a hundred customers lies here once a workspace. They are in
 * a directory or in a bucket: `test/contracts/file-store.ts` is the law for both.
 */
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
  read(tenant: string, file: string, range?: { start: number; end: number }): Readable
  /** For whoever sends it on, piece by piece. */
  blob(tenant: string, file: string): Promise<Blob>
  /** What was made of a picture to be seen sooner, if it is still there. */
  small(tenant: string, file: string): Promise<Uint8Array<ArrayBuffer> | undefined>
  keepSmall(tenant: string, file: string, bytes: Uint8Array): Promise<void>
  /** And what was made of it, after it. */
  remove(tenant: string, file: string): Promise<void>
  /** Removes what was on its way here when the server died, last written to before this moment: epoch milliseconds. */
  clearComing(before: number): Promise<void>
}

export class TooBig extends Error {}

/** Enough to know a file's type, and a picture's size even behind a camera's long preamble. */
const beginningBytes = 256 * 1024

/** Where a file is, below whatever holds them all: `<workspace>/<aa>/<hash>`. */
export function pathOf(tenant: string, file: string): string {
  if (!/^[0-9a-f]{64}$/.test(file)) throw new Error('no name of a file')
  return `${homeOf(tenant)}/${file.slice(0, 2)}/${file}`
}

/** Where what was made of it is: apart, because whoever copies files need not copy these. */
export function smallPathOf(tenant: string, file: string): string {
  return `small/${pathOf(tenant, file)}`
}

/** A workspace's id may have characters that a directory must not. */
function homeOf(tenant: string): string {
  return createHash('sha256').update(tenant).digest('hex').slice(0, 32)
}

export function fileStore(root: string): FileStore {
  const place = (tenant: string, file: string) => join(root, pathOf(tenant, file))
  const smallPlace = (tenant: string, file: string) => join(root, smallPathOf(tenant, file))
  return {
    async keep(tenant, body, mostBytes, demand) {
      return withDraft(join(root, 'coming'), body, { mostBytes, demand }, async (stored, draft) => {
        const target = place(tenant, stored.file)
        await mkdir(dirname(target), { recursive: true })
        await rename(draft, target)
        for (const directory of [dirname(target), join(root, homeOf(tenant)), root]) await syncDirectory(directory)
      })
    },
    async size(tenant, file) {
      return (await stat(place(tenant, file)).catch(() => undefined))?.size
    },
    read(tenant, file, range) {
      return createReadStream(place(tenant, file), range)
    },
    blob: (tenant, file) => openAsBlob(place(tenant, file)),
    small: (tenant, file) =>
      readFile(smallPlace(tenant, file)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error
        return undefined
      }),
    async keepSmall(tenant, file, bytes) {
      const target = smallPlace(tenant, file)
      const body = Readable.from([bytes])
      await withDraft(join(root, 'coming'), body, { mostBytes: bytes.length, demand: undefined }, async (_, draft) => {
        await mkdir(dirname(target), { recursive: true })
        await rename(draft, target)
      })
    },
    async remove(tenant, file) {
      await rm(place(tenant, file), { force: true })
      await rm(smallPlace(tenant, file), { force: true })
    },
    clearComing: before => clearDrafts(join(root, 'coming'), before)
  }
}

type Demands = {
  readonly mostBytes: number
  readonly demand: ((stored: Stored) => void | Promise<void>) | undefined
}

/** Whatever comes is written beside first: only what is whole, and as it was said to be, is kept. */
export async function withDraft(
  directory: string,
  body: AsyncIterable<Uint8Array>,
  { mostBytes, demand }: Demands,
  keep: (stored: Stored, draft: string) => Promise<void>
): Promise<Stored> {
  const draft = join(directory, randomUUID())
  await mkdir(directory, { recursive: true })
  try {
    const stored = await write(draft, body, mostBytes)
    await demand?.(stored)
    await keep(stored, draft)
    return stored
  } finally {
    await rm(draft, { force: true })
  }
}

export async function clearDrafts(directory: string, before: number): Promise<void> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    return []
  })
  for (const name of names) {
    const path = join(directory, name)
    const found = await stat(path).catch(() => undefined)
    if (found && found.mtimeMs < before) await rm(path, { force: true })
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
