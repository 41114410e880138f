import type { Why } from './content.ts'

/** What the router wants to be so. `held`: who had it as far as it knew, so that whoever was faster is not overruled. */
export type Assignment = {
  /** The same for the same wait, however often it is decided: a crash in between makes no second one. */
  readonly id: string
  readonly at: number
  readonly conversation: string
  readonly inbox: string
  readonly to: string
  readonly why: Why
  readonly held: { readonly by: string | null; readonly at: number }
}
