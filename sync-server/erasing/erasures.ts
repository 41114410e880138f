import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { syncPath } from '../db/sync-path.ts'

const erasure = v.object({ tenant: v.string(), contact: v.string(), at: v.number() })
export type ErasedPerson = v.InferOutput<typeof erasure>

/** Who was erased, outside the database: a backup that is older does not know it. */
export type Erasures = {
  /** On disk when it returns. Noting somebody again does nothing. */
  note(...people: readonly ErasedPerson[]): void
  all(): readonly ErasedPerson[]
}

/** `erased.jsonl` in the data directory: a line a person. */
export function erasuresIn(dataDir: string): Erasures {
  const path = join(dataDir, 'erased.jsonl')
  return {
    note(...people) {
      const isNew = !existsSync(path)
      const text = isNew ? '' : readFileSync(path, 'utf8')
      const known = new Set(linesOf(text).map(keyOf))
      const fresh = people.filter(one => !known.has(keyOf(one)))
      if (fresh.length === 0) return
      // Behind what a power cut has torn: on the same line neither could be read.
      const lines = [...(text === '' || text.endsWith('\n') ? [] : ['']), ...fresh.map(one => JSON.stringify(one)), '']
      const file = openSync(path, 'a', 0o600)
      try {
        writeFileSync(file, lines.join('\n'))
        fsyncSync(file)
      } finally {
        closeSync(file)
      }
      if (isNew) syncPath(dataDir)
    },
    all: () => (existsSync(path) ? readErasures(path) : [])
  }
}

/** What a power cut left of the last line is noted again: what it says is not done yet. */
export function readErasures(path: string): readonly ErasedPerson[] {
  return linesOf(readFileSync(path, 'utf8'))
}

function linesOf(text: string): readonly ErasedPerson[] {
  return text.split('\n').flatMap(line => {
    const read = v.safeParse(v.pipe(v.string(), v.parseJson(), erasure), line)
    return read.success ? [read.output] : []
  })
}

const keyOf = ({ tenant, contact }: ErasedPerson) => JSON.stringify([tenant, contact])
