import * as v from 'valibot'
import type { Config } from '../config.ts'
import type { InputOf, ItemOf, JobName } from './jobs/jobs.ts'
import type { Progress } from './jobs/job.ts'
import { Misused } from './refused.ts'
import type { Terminal } from './terminal.ts'

export type Option = { readonly type: 'string' | 'boolean'; readonly multiple?: boolean }

/** One command: how it is called, what the help says of it, and what it does. */
export type Command = {
  /** Its words, such as `users add`. */
  readonly name: string
  /** Behind the name: the options, as the help shows them. */
  readonly usage: string
  /** What it does, a line each. */
  readonly about: readonly string[]
  readonly options: Readonly<Record<string, Option>>
  /** Resolves with the exit code: 0 unless it found a fault, then 1. */
  run(desk: Desk): Promise<number | void>
}

/** What a command has at hand. */
export type Desk = {
  readonly config: Config
  readonly env: Readonly<Record<string, string | undefined>>
  readonly terminal: Terminal
  text(option: string): string | undefined
  texts(option: string): readonly string[]
  flag(option: string): boolean
  /** What the job found; how far it is shows by itself. */
  ask<Name extends JobName>(name: Name, input: InputOf<Name>): AsyncIterable<ItemOf<Name>>
  progress(progress: Progress): void
  /** One result: with `--json` the item as one line, else the words. */
  print(item: unknown, words: string): Promise<void>
  /** Text that is the result itself. */
  write(text: string): Promise<void>
}

/** @throws Misused where it is not given. */
export function needed(value: string | undefined, option: string): string {
  if (value === undefined || value === '') throw new Misused(`${option} is missing.`)
  return value
}

export function checked<S extends v.GenericSchema<string, unknown>>(
  schema: S,
  value: string,
  sentence: string
): v.InferOutput<S> {
  const read = v.safeParse(schema, value)
  if (!read.success) throw new Misused(sentence)
  return read.output
}

/** Of a job that says one thing. */
export async function only<Item>(items: AsyncIterable<Item>): Promise<Item> {
  for await (const item of items) return item
  throw new Error('the job said nothing')
}
