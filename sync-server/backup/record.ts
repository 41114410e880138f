import type { StoredRow } from '../log/stored-row.ts'

export const formatVersion = 1

/** The first line: what the lines after it add up to. */
export type Header = {
  readonly daybook: typeof formatVersion
  readonly at: number
  readonly incarnation: string
  /** The steps of the schema the rows are of. */
  readonly schema: readonly string[]
  readonly tenants: readonly Extent[]
}

/**
 * A workspace's key as it is, base64: another place has another master key, and wraps it for itself.
 * So whoever has the copy can read it; a passphrase seals all of it.
 */
export type OpenKey = { readonly tenant: string; readonly key: string }

/** One tenant's log up to here, by its last hash. */
export type Extent = { readonly tenant: string; readonly seq: number; readonly hash: string }

/**
 * A copy of everything, a JSON object a line, the same for every database:
 *
 *     header · the workspaces' keys · rows of the small tables · events of each tenant in the order of seq
 *
 * What the events themselves say (heads, causes, days) is left out and drawn from them.
 */
export type CopyLine =
  | Header
  | { readonly keys: readonly OpenKey[] }
  | { readonly table: string; readonly rows: readonly object[] }
  | { readonly events: string; readonly rows: readonly StoredRow[] }
