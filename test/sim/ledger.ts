import type { ClientCommand } from '../../shared/catalog.ts'
import type { StreamId } from '../../shared/kernel/message.ts'
import type { Me } from '../../web/app/live.ts'
import type { ModelDb } from './model-db.ts'

/** The device it was written on. */
type Author = {
  readonly number: number
  readonly me: Me
  readonly db: ModelDb
  readonly hasTwin: boolean
  readonly hasJumped: boolean
}

/** What a person was told of one of their commands. */
export type Entry = {
  readonly command: ClientCommand
  readonly stream: StreamId
  readonly browser: Author
  /** By the true clock. */
  readonly at: number
  /** Taken back in time. */
  withdrawn: boolean
  /** Somebody tried to; they may have died before they saw that it was done. */
  isHandled: boolean
  /** Read, and thrown away. */
  discarded: boolean
  /** The device lost the only place where it was: nobody can keep that promise. */
  forgiven: boolean
  /** A server said no to it, in this life of the log or in one that a restore has ended. */
  wasRefused: boolean
}

export type Ledger = {
  readonly entries: Map<string, Entry>
  /** Platform messages that were answered with 200. */
  readonly received: Map<string, { readonly tenant: string; readonly stream: StreamId; forgiven: boolean }>
  readonly faults: string[]
  fault(what: string): void
}

const mostFaults = 20

export function openLedger(): Ledger {
  const faults: string[] = []
  return {
    entries: new Map(),
    received: new Map(),
    faults,
    fault(what) {
      if (faults.length < mostFaults && !faults.includes(what)) faults.push(what)
    }
  }
}
