import { fdatasyncSync } from 'node:fs'
import type { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { syncPath } from './sync-path.ts'

type EmscriptenOptions = Parameters<NodeFS['init']>[1]

/** What PGlite's Node file system looks like from the inside, as far as syncing needs it. */
type Inside = {
  NODEFS: {
    stream_ops: { fsync?: (stream: { nfd?: number; node: unknown }) => number }
    realPath(node: unknown): string
    tryFSOperation<T>(work: () => T): T
  }
}

/**
 * PGlite's own Node file system has no fsync: PostgreSQL asks for it, is told that it happened, and a power cut
 * takes acknowledged events away. This one really syncs. It works only with `wal_sync_method=fsync`,
 * because the module's `fdatasync` is a stub that never gets here.
 */
export class DurableFS extends NodeFS {
  readonly #onAbort: () => void

  /** `onAbort` is called in the middle of the abort: PGlite swallows it, and would then wait or spin for ever. */
  constructor(directory: string, onAbort: () => void) {
    super(directory)
    this.#onAbort = onAbort
  }

  override async init(pg: PGlite, options: EmscriptenOptions) {
    const { emscriptenOpts } = await super.init(pg, options)
    const preRun = [...(emscriptenOpts.preRun ?? []), (module: unknown) => reallySync(module as Inside)]
    return { emscriptenOpts: { ...emscriptenOpts, preRun, onAbort: this.#onAbort } }
  }
}

function reallySync({ NODEFS }: Inside): void {
  NODEFS.stream_ops.fsync = stream => {
    // A failed sync must reach PostgreSQL as an errno: a plain exception would be swallowed on its way, and read as success.
    NODEFS.tryFSOperation(() => {
      if (stream.nfd === undefined) syncPath(NODEFS.realPath(stream.node))
      else fdatasyncSync(stream.nfd)
    })
    return 0
  }
}
