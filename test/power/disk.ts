import { dirname, basename } from 'node:path'
import { Bytes } from './bytes.ts'
import type { Op } from './journal.ts'

/** A change of a file's content that has not been synced. */
export type Change = { readonly at: number; readonly data: Buffer } | { readonly size: number }

export type File = { readonly durable: Bytes; readonly pending: Change[] }
export type Folder = { readonly durable: Map<string, Node>; readonly names: Map<string, Node> }
export type Node = File | Folder

/** One or two names that change together: a rename is both or neither. */
export type Renaming = readonly { readonly folder: Folder; readonly name: string; readonly node: Node | null }[]

export function isFolder(node: Node): node is Folder {
  return 'names' in node
}

/**
 * What a disk is known to hold, and what it only may hold, after any number of operations.
 *
 *     write, truncate        → pending of that file          sync of the file   → durable
 *     create, rename, remove → pending names                 sync of the folder → durable
 *
 * A file that is synced brings its own name along, as journaling file systems do and PostgreSQL relies on.
 */
export class Disk {
  readonly root: Folder = folder()
  pendingNames: Renaming[] = []
  readonly #open = new Map<string, Node>()

  /** @throws when it cannot have happened like this: the recorder missed something. */
  apply(op: Op): void {
    switch (op.kind) {
      case 'note':
        return
      case 'open':
        return this.#opened(op)
      case 'write':
        this.#file(op.handle).pending.push({ at: op.at, data: op.data })
        return
      case 'truncate':
        this.#file(op.handle).pending.push({ size: op.size })
        return
      case 'mkdir':
        return this.#change([{ ...this.#place(op.path), node: folder() }])
      case 'remove':
        return this.#change([{ ...this.#place(op.path), node: null }])
      case 'rename': {
        const from = this.#place(op.path)
        const node = from.folder.names.get(from.name)
        if (!node) throw new Error(`${op.path} was renamed, and is not there`)
        return this.#change([
          { ...from, node: null },
          { ...this.#place(op.to), node }
        ])
      }
      case 'sync':
        return this.#sync(op.handle)
    }
  }

  #opened({ handle, path, truncate }: Extract<Op, { kind: 'open' }>): void {
    if (path === '') return void this.#open.set(handle, this.root)
    const place = this.#place(path)
    let node = place.folder.names.get(place.name)
    if (!node) {
      node = { durable: new Bytes(), pending: [] }
      this.#change([{ ...place, node }])
    }
    if (truncate && !isFolder(node)) node.pending.push({ size: 0 })
    this.#open.set(handle, node)
  }

  #sync(handle: string): void {
    const node = this.#open.get(handle)
    if (!node) throw new Error(`${handle} was synced, and is not open`)
    if (isFolder(node)) return this.#settle(change => change.some(({ folder }) => folder === node))
    for (const change of node.pending) applyTo(node.durable, change)
    node.pending.length = 0
    this.#settle(change => change.some(one => one.node === node))
  }

  /** Makes these changes of names durable, and all those before that touch the same names. */
  #settle(wanted: (renaming: Renaming) => boolean): void {
    const touched = new Map<Folder, Set<string>>()
    const mine: Renaming[] = []
    const rest: Renaming[] = []
    for (const renaming of this.pendingNames.toReversed()) {
      const isMine = wanted(renaming) || renaming.some(({ folder, name }) => touched.get(folder)?.has(name))
      ;(isMine ? mine : rest).push(renaming)
      if (!isMine) continue
      for (const { folder, name } of renaming) touched.set(folder, (touched.get(folder) ?? new Set()).add(name))
    }
    for (const renaming of mine.toReversed()) {
      for (const { folder, name, node } of renaming) put(folder.durable, name, node)
    }
    this.pendingNames = rest.toReversed()
  }

  #change(renaming: Renaming): void {
    for (const { folder, name, node } of renaming) put(folder.names, name, node)
    this.pendingNames.push(renaming)
  }

  #file(handle: string): File {
    const node = this.#open.get(handle)
    if (!node || isFolder(node)) throw new Error(`${handle} was written to, and is not an open file`)
    return node
  }

  #place(path: string): { folder: Folder; name: string } {
    const above = dirname(path)
    const parent = above === '.' ? this.root : this.#find(above)
    return { folder: parent, name: basename(path) }
  }

  #find(path: string): Folder {
    const { folder: above, name } = this.#place(path)
    const node = above.names.get(name)
    if (!node || !isFolder(node)) throw new Error(`there is no folder ${path}`)
    return node
  }
}

export function put(names: Map<string, Node>, name: string, node: Node | null): void {
  if (node) names.set(name, node)
  else names.delete(name)
}

export function applyTo(bytes: Bytes, change: Change): void {
  if ('size' in change) bytes.truncate(change.size)
  else bytes.write(change.at, change.data)
}

function folder(): Folder {
  return { durable: new Map(), names: new Map() }
}
