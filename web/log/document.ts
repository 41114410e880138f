/** What is written together. */
export const modes = ['reply', 'note'] as const
export type Mode = (typeof modes)[number]

/** What a draft is written in together, while it is open in a tab: `sync/shared-draft.ts` is one. */
export type Document = {
  text(mode: Mode): string
  /** In which of them somebody has typed in this tab. */
  readonly typed: ReadonlySet<Mode>
  takeIn(updates: readonly Uint8Array[]): void
  typedBeside(mode: Mode, before: string, after: string): void
  readonly state: Uint8Array
  /** What it says that was not kept yet. */
  readonly unkept: Uint8Array
  kept(state: Uint8Array): void
  onWritten(listener: () => void): void
}
