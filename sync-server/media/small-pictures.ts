import { turns } from '../db/turns.ts'
import { latelyUsed } from '../log/lately-used.ts'
import { NotDrawn, type Draw } from './drawing.ts'
import type { KeptRow } from './names.ts'
import type { FileStore } from './store.ts'

/** `as-it-is`: a smaller one would be no gain. `not-now`: none could be made, or not soon enough. */
export type Small = Uint8Array<ArrayBuffer> | 'as-it-is' | 'not-now'

export type SmallPictures = {
  /** The small one of a picture, which is made when it is first asked for: by two at once, once. */
  of(tenant: string, row: KeptRow): Promise<Small>
  /** Removes a file, and what was made of it or is being made. */
  remove(tenant: string, file: string): Promise<void>
}

const drawn = /^image\/(?:jpeg|png|gif|webp|avif)$/
/** Here in a moment even on a bad line. */
const lightBytes = 100 * 1024
/** More than any platform takes as a picture: it is a paper that happens to be one. */
const mostBytes = 32 * 1024 * 1024
const atOnce = 2
/** A picture that nobody could draw is not tried again until the server starts again. Names of so many are kept. */
const mostRemembered = 10_000
const waitAtMostMs = 12_000

export type SmallParts = {
  readonly store: FileStore
  readonly draw: Draw
  report(error: unknown): void
}

/** Beside their originals, as long as those are there: derived, so what is lost is made again. */
export function smallPictures({ store, draw, report }: SmallParts): SmallPictures {
  const making = new Map<string, Promise<Small>>()
  const ends = latelyUsed<'as-it-is' | 'not-now'>(mostRemembered)
  const lines = Array.from({ length: atOnce }, turns)
  let next = 0

  async function make(tenant: string, file: string): Promise<Small> {
    const kept = await store.small(tenant, file)
    if (kept) return kept
    return lines[next++ % atOnce]!(async () => {
      if ((await store.size(tenant, file)) === undefined) return 'not-now'
      const small = await draw(store.read(tenant, file))
      if (!small) {
        ends.keep(`${tenant}/${file}`, 'as-it-is', 1)
        return 'as-it-is'
      }
      await store.keepSmall(tenant, file, small)
      return new Uint8Array(small)
    })
  }

  return {
    async of(tenant, { file, mime, bytes }) {
      if (!drawn.test(mime) || bytes <= lightBytes || bytes > mostBytes) return 'as-it-is'
      const key = `${tenant}/${file}`
      const end = ends.recall(key)
      return end ?? Promise.race([making.get(key) ?? begin(key, make(tenant, file)), patience()])
    },
    async remove(tenant, file) {
      await store.remove(tenant, file)
      // Whoever began before the original was gone writes down what they made of it.
      const late = making.get(`${tenant}/${file}`)
      if (!late) return
      await late
      await store.remove(tenant, file)
    }
  }

  function begin(key: string, work: Promise<Small>): Promise<Small> {
    const made = work
      .catch((error: unknown): Small => {
        report(error)
        // What a bucket did not give today it gives tomorrow.
        if (error instanceof NotDrawn) ends.keep(key, 'not-now', 1)
        return 'not-now'
      })
      .finally(() => making.delete(key))
    making.set(key, made)
    return made
  }
}

/** Then it is the original that is seen. */
function patience(): Promise<'not-now'> {
  return new Promise(resolve => {
    setTimeout(resolve, waitAtMostMs, 'not-now' as const).unref()
  })
}
