import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Chance } from './chance.ts'
import {
  applyTo,
  isFolder,
  put,
  type Change,
  type Disk,
  type File,
  type Folder,
  type Node,
  type Renaming
} from './disk.ts'

const sector = 512

/** How a disk treats what it was not told to keep. `scattered` is the hardest: every sector for itself. */
const manners = ['lost', 'kept', 'in-order', 'scattered', 'scattered'] as const
type Manner = (typeof manners)[number]

/** Lays into `directory` one of the things `disk` may hold when its power goes now, as `chance` will have it. */
export function cutPower(disk: Disk, chance: Chance, directory: string): void {
  const names = survivingNames(disk.pendingNames, chance)
  layFolder(disk.root, directory)

  function layFolder(folder: Folder, path: string): void {
    mkdirSync(path, { recursive: true })
    for (const [name, node] of names.get(folder) ?? folder.durable) lay(node, join(path, name))
  }
  function lay(node: Node, path: string): void {
    if (isFolder(node)) layFolder(node, path)
    else writeFileSync(path, contentOf(node, chance))
  }
}

/** Changes of the same names happen in their order or not at all; other names may be ahead of them or behind. */
function survivingNames(pending: readonly Renaming[], chance: Chance): Map<Folder, Map<string, Node>> {
  const manner = chance.oneOf(manners)
  const left = manner === 'in-order' ? chance.below(pending.length + 1) : 0
  const lost = new Map<Folder, Set<string>>()
  const names = new Map<Folder, Map<string, Node>>()
  for (const [index, renaming] of pending.entries()) {
    const waits = renaming.some(({ folder, name }) => lost.get(folder)?.has(name))
    if (waits || !survives(manner, index < left, chance)) {
      for (const { folder, name } of renaming) lost.set(folder, (lost.get(folder) ?? new Set()).add(name))
      continue
    }
    for (const { folder, name, node } of renaming) {
      const there = names.get(folder) ?? new Map(folder.durable)
      put(there, name, node)
      names.set(folder, there)
    }
  }
  return names
}

function contentOf({ durable, pending }: File, chance: Chance): Buffer {
  if (pending.length === 0) return durable.content
  const manner = chance.oneOf(manners)
  const left = chance.below(pending.length + 1)
  const bytes = durable.copy()
  for (const [index, change] of pending.entries()) {
    const isLast = manner === 'in-order' && index === left
    if (isLast || (manner === 'scattered' && chance.happens(0.3))) tear(bytes.size, change, chance, applied)
    else if (survives(manner, index < left, chance)) applied(change)
  }
  return bytes.content

  function applied(change: Change): void {
    applyTo(bytes, change)
  }
}

function survives(manner: Manner, isBefore: boolean, chance: Chance): boolean {
  if (manner === 'scattered') return chance.happens(0.5)
  return manner === 'kept' || (manner === 'in-order' && isBefore)
}

/** Some sectors of it arrive. Where it makes the file longer, the length may arrive without the bytes. */
function tear(size: number, change: Change, chance: Chance, apply: (change: Change) => void): void {
  if ('size' in change) return chance.happens(0.5) ? apply(change) : undefined
  const { at, data } = change
  const end = at + data.length
  if (end > size && chance.happens(0.5)) apply({ size: end })
  for (let from = at; from < end;) {
    const to = Math.min(end, (Math.floor(from / sector) + 1) * sector)
    if (chance.happens(0.5)) apply({ at: from, data: data.subarray(from - at, to - at) })
    from = to
  }
}
