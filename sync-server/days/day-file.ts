import { createHash } from 'node:crypto'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { StoredRow } from '../log/stored-row.ts'
import type { Extent } from './root.ts'

/** A day as its file says it. */
export type DayFile = Extent & { readonly events: number; readonly root: string; readonly rows: readonly StoredRow[] }

/** The file is not what was written. Nothing of it is served. */
export class DamagedDay extends Error {
  readonly code = 'damaged-day'
  readonly file: string
  constructor(file: string, { tenant, day }: Pick<Extent, 'tenant' | 'day'>, why: string) {
    super(`the archive's file ${file} (${day} of ${tenant}) is damaged: ${why}`)
    this.name = 'DamagedDay'
    this.file = file
  }
}

const first = 'daybook day 1'

/**
 * One day of one tenant, the rows as they are stored:
 *
 *     daybook day 1 ⏎  SHA-256 of all that follows, hex ⏎  header as JSON ⏎  a row as JSON a line, compressed with zstd
 */
export function encodeDay({ rows, ...header }: DayFile): Uint8Array {
  const body = zstdCompressSync(Buffer.from(rows.map(row => JSON.stringify(row)).join('\n')))
  const content = Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), body])
  return Buffer.concat([Buffer.from(`${first}\n${sha256(content)}\n`), content])
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/**
 * The rows of the day that is expected there.
 * @throws DamagedDay when a single bit is not as it was written, or when it is another day's file.
 */
export function decodeDay(file: string, bytes: Uint8Array, expected: Omit<DayFile, 'rows'>): readonly StoredRow[] {
  const damaged = (why: string) => new DamagedDay(file, expected, why)
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const start = first.length + 1 + 64 + 1
  if (all.toString('latin1', 0, first.length + 1) !== `${first}\n`) throw damaged('it does not begin as a day does')
  const content = all.subarray(start)
  if (all.toString('latin1', first.length + 1, start) !== `${sha256(content)}\n`)
    throw damaged('its checksum is another')
  const end = content.indexOf('\n')
  const { tenant, day, firstSeq, lastSeq, events, root } = JSON.parse(content.toString('utf8', 0, end)) as Omit<
    DayFile,
    'rows'
  >
  const same =
    tenant === expected.tenant &&
    day === expected.day &&
    firstSeq === expected.firstSeq &&
    lastSeq === expected.lastSeq &&
    events === expected.events &&
    root === expected.root
  if (!same) throw damaged(`it is ${day} of ${tenant}, ${firstSeq} to ${lastSeq}, root ${root}`)
  return zstdDecompressSync(content.subarray(end + 1))
    .toString()
    .split('\n')
    .map(line => JSON.parse(line) as StoredRow)
}

/** What speaks against these being all rows of the day, in order and unchanged; `undefined`: nothing. */
export function faultOf(
  rows: readonly StoredRow[],
  { tenant, day, firstSeq, lastSeq }: Extent,
  link: (previous: string, tenant: string, row: StoredRow) => string
): string | undefined {
  if (rows.length !== lastSeq - firstSeq + 1) return `${rows.length} events where seq counts ${lastSeq - firstSeq + 1}`
  for (const [index, row] of rows.entries()) {
    if (row.seq !== firstSeq + index || row.day !== day) return `event ${row.seq} is not where it belongs`
    const before = rows[index - 1]
    if (before && link(before.hash, tenant, row) !== row.hash) return `the chain breaks at ${row.seq}`
  }
  return undefined
}

/** Tells tenants apart on every file system, also where upper and lower case are one. */
export function fileOf({ tenant, day }: Pick<Extent, 'tenant' | 'day'>): string {
  const readable = tenant
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]/g, '_')
    .slice(0, 60)
  return `${readable}-${sha256(Buffer.from(tenant)).slice(0, 16)}/${day}.day`
}
