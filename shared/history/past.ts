/** One thing that was said before, somewhere else, as a file tells it. */
export type PastMessage = {
  /** What the clock on the wall showed, as epoch milliseconds of UTC: such files do not say where the wall was. */
  readonly wall: number
  readonly author: string
  /** `omitted`: there was a file, and the export was made without. `deleted`: the export only says that it was. */
  readonly kind: 'text' | 'file' | 'omitted' | 'deleted'
  readonly text: string
  /** The name of the file that came with it, where the export names one. */
  readonly attachment: string | null
  readonly edited: boolean
}

/** What could not be read as it stands. Its words are in the message before it, or nowhere; the person is told. */
export type Leftover = { readonly line: number; readonly why: LeftoverWhy; readonly text: string }

export type LeftoverWhy = 'before-the-first-message' | 'no-such-date' | 'time-not-understood'

/** In which order days, months and years stand. */
export type DateOrder = 'dmy' | 'mdy' | 'ymd'

/** Longer ones only help to find the line. */
export function leftover(line: number, why: LeftoverWhy, text: string): Leftover {
  return { line, why, text: text.slice(0, 200) }
}
