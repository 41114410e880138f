import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { StreamKind } from '../../shared/catalog.ts'

/** Where the fold of each kind of stream is written, with what it is made of, beside the kernel. */
export const foldedIn: Readonly<Record<StreamKind, readonly string[]>> = {
  conversation: ['conversations'],
  contact: ['contacts'],
  inbox: ['inboxes', 'routing', 'identity', 'platforms', 'conversations'],
  agent: ['identity', 'routing'],
  tenant: ['identity', 'routing'],
  team: ['routing', 'identity'],
  workflow: ['workflow', 'identity', 'routing', 'sla'],
  card: ['workflow', 'identity', 'routing', 'sla'],
  automation: ['automation'],
  phrase: ['phrases']
}

const shared = new URL('../../shared/', import.meta.url)

/**
 * Another text when the code that folds a stream is another, whatever the difference: a state that an older fold made
 * is not to be trusted, and to fold again costs only time.
 */
export function shapeOf(kind: StreamKind): string {
  return shapeOfCode(['kernel', ...foldedIn[kind]])
}

/** The same for what is drawn by the code in these folders of `shared/`. */
export function shapeOfCode(folders: readonly string[]): string {
  const key = folders.join()
  const known = shapes.get(key)
  if (known !== undefined) return known
  const hash = createHash('sha256')
  for (const folder of folders) {
    const place = new URL(`${folder}/`, shared)
    const entries = readdirSync(place, { recursive: true, withFileTypes: true })
    const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
    const root = fileURLToPath(place)
    for (const name of files.map(file => relative(root, file)).toSorted())
      hash
        .update(name)
        .update('\n')
        .update(readFileSync(new URL(name, place)))
  }
  const shape = hash.digest('hex')
  shapes.set(key, shape)
  return shape
}

const shapes = new Map<string, string>()
