import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { syncPath } from '../db/sync-path.ts'

const erasure = v.object({ tenant: v.string(), contact: v.string(), at: v.number() })
export type ErasedPerson = v.InferOutput<typeof erasure>

/** Who was erased, outside the database: a backup that is older does not know it. */
export type Erasures = {
  /** On disk when it returns. Noting somebody again does nothing. */
  note(person: ErasedPerson): void
  all(): readonly ErasedPerson[]
}

/** `erased.jsonl` in the data directory: a line a person. */
export function erasuresIn(dataDir: string): Erasures {
  const path = join(dataDir, 'erased.jsonl')
  return {
    note(person) {
      const isNew = !existsSync(path)
      if (!isNew && readErasures(path).some(one => one.tenant === person.tenant && one.contact === person.contact))
        return
      const file = openSync(path, 'a', 0o600)
      writeSync(file, `${JSON.stringify(person)}\n`)
      fsyncSync(file)
      closeSync(file)
      if (isNew) syncPath(dataDir)
    },
    all: () => (existsSync(path) ? readErasures(path) : [])
  }
}

/** What a power cut left of the last line is noted again: what it says is not done yet. */
export function readErasures(path: string): readonly ErasedPerson[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap(line => {
      const read = v.safeParse(v.pipe(v.string(), v.parseJson(), erasure), line)
      return read.success ? [read.output] : []
    })
}
