import type * as v from 'valibot'
import type { Core } from '../../core.ts'

export type Progress = { readonly what: string; readonly done: number; readonly of?: number }

/** What a job says while it works: something it found, or how far it is. */
export type Word<Item> = { readonly item: Item } | { readonly progress: Progress }

/**
 * A piece of work that is done where the data are: in the command line's own process, or in the server that has
 * the data open. What it says is JSON, for it may travel. It throws `Refused` for what it is told and cannot do.
 */
export type Job<Input, Item> = {
  readonly input: v.GenericSchema<Input>
  run(core: Core, input: Input): AsyncIterable<Word<Item>>
}

/** For the inference of both types. */
export function job<Input, Item>(made: Job<Input, Item>): Job<Input, Item> {
  return made
}
