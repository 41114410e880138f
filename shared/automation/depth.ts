import type { Fact } from '../kernel/message.ts'
import { automationOf } from './author.ts'

/** How far automations may follow from each other. Beyond that, it is a loop. */
export const mostDepth = 3

/** How often one automation may act on one conversation within an hour: a customer's own machine may answer for ever. */
export const mostAnHour = 10
export const hourMs = 3_600_000

/** What came to be so long ago is not acted on any more: it would come out of the blue. Milliseconds. */
export const tooLateMs = 24 * hourMs

/** How many automations lie behind a fact: 0 for what people, platforms and the clock do. */
export function depthOf({ by, cause }: Pick<Fact, 'by' | 'cause'>): number {
  const told = /^auto:(\d+):/.exec(cause)
  // A device chooses its commands' ids: only an automation's own are believed.
  return automationOf(by) === null || told === null ? 0 : Number(told[1])
}

/** The id of a run's step as a command: the same for the same cause, however often it is decided. */
export function stepId(depth: number, run: string, at: number): string {
  return `auto:${depth}:${run}:${at}`
}
