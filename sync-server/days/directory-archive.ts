import { existsSync } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, statfs } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { ArchiveUnreachable, checkName, type Archive } from './archive.ts'

const unfinished = '.unfinished'

/** An archive in a directory, made on first use. A file is written beside its place, synced, renamed, and its name synced. */
export function directoryArchive(root: string): Archive {
  const placeOf = (name: string) => join(root, ...checkName(name).split('/'))
  return {
    place: root,
    free: () =>
      orUnreachable(async () => {
        const { bavail, bsize } = await statfs(nearest(root))
        return bavail * bsize
      }),
    put: (name, bytes) => orUnreachable(() => write(placeOf(name), bytes)),
    get: name => orUnreachable(() => unlessMissing(readFile(placeOf(name)))),
    async list(prefix) {
      const entries = await orUnreachable(() => unlessMissing(readdir(root, { recursive: true, withFileTypes: true })))
      return (entries ?? [])
        .filter(entry => entry.isFile() && !entry.name.endsWith(unfinished))
        .map(entry => relative(root, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
        .filter(name => name.startsWith(prefix))
        .toSorted()
    },
    remove: name =>
      orUnreachable(async () => {
        const place = placeOf(name)
        await rm(place, { force: true })
        await unlessMissing(syncDirectory(dirname(place)))
      })
  }
}

/** It is made on first use. */
function nearest(path: string): string {
  return existsSync(path) ? path : nearest(dirname(path))
}

async function write(place: string, bytes: Uint8Array): Promise<void> {
  const made = await mkdir(dirname(place), { recursive: true })
  const beside = `${place}${unfinished}`
  // Removed first: the mode counts only for a file that is made anew.
  await rm(beside, { force: true })
  const file = await open(beside, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(beside, place)
  await syncDirectory(dirname(place))
  // A directory that was made for it is a name too, as are those above it, up to one that was there before.
  if (made === undefined) return
  for (let at = dirname(place); at.length >= made.length; at = dirname(at)) await syncDirectory(dirname(at))
}

async function syncDirectory(directory: string): Promise<void> {
  const opened = await open(directory, 'r')
  try {
    await opened.sync()
  } finally {
    await opened.close()
  }
}

async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

async function orUnreachable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    throw new ArchiveUnreachable((error as Error).message, error)
  }
}
