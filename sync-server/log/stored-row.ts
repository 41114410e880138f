import type { Day } from '../../shared/kernel/day.ts'
import type { Row } from './row.ts'

/** An event with everything that is stored of it: nothing decoded, nothing upcast. `hash` is hex. */
export type StoredRow = Row & { readonly day: Day; readonly hash: string }
