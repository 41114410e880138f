import type { Call } from '../../sync-server/automation/calls.ts'
import type { Due } from '../../sync-server/automation/dues.ts'
import type { Run } from '../../shared/protocol/automations.ts'

export type KeptRun = Run & { readonly tenant: string; readonly automation: string; readonly ended: boolean }

/** What the server keeps beside its log, in the same database and not in the same transactions. */
export type Aside = {
  readonly runs: Map<string, KeptRun>
  readonly dues: Map<string, Due>
  readonly calls: Map<string, Call>
  /** Where followers stood in which workspace. */
  readonly places: Map<string, number>
  /** When the newest copy was put here; 0: none was. */
  copiedAt: number
}

export function nothingAside(): Aside {
  return { runs: new Map(), dues: new Map(), calls: new Map(), places: new Map(), copiedAt: 0 }
}

export function copyOf({ runs, dues, calls, places, copiedAt }: Aside): Aside {
  return { runs: new Map(runs), dues: new Map(dues), calls: new Map(calls), places: new Map(places), copiedAt }
}
