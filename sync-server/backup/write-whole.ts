import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * A file for its owner's eyes, written beside, synced and renamed: under its name it is whole. Answers its size in bytes.
 */
export async function writeWhole(path: string, pieces: AsyncIterable<string | Uint8Array>): Promise<number> {
  const beside = `${path}.unfinished`
  // Removed first: the mode counts only for a file that is made anew.
  await rm(beside, { force: true })
  const file = await open(beside, 'wx', 0o600)
  let bytes = 0
  try {
    for await (const piece of pieces) {
      await file.writeFile(piece)
      bytes += Buffer.byteLength(piece)
    }
    await file.sync()
  } catch (error) {
    await file.close()
    await rm(beside, { force: true })
    throw error
  }
  await file.close()
  await rename(beside, path)
  await syncDirectory(dirname(path))
  return bytes
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path)
  await directory.sync()
  await directory.close()
}
