import { once } from 'node:events'
import type { Config } from '../config.ts'
import type { Values } from './called.ts'
import type { Desk } from './command.ts'
import type { InputOf, ItemOf, JobName } from './jobs/jobs.ts'
import { progressLine } from './progress.ts'
import { reach, type Reached } from './reach.ts'
import type { Terminal } from './terminal.ts'

export type Called = {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly values: Values
  readonly terminal: Terminal
}

/** The data are reached when something is first asked of them: some commands have to find them untouched. */
export function openDesk(config: Config, { env, values, terminal }: Called): Desk & { close(): Promise<void> } {
  let reached: Promise<Reached> | undefined
  const { out } = terminal
  const line = progressLine(terminal.err)

  async function* ask<Name extends JobName>(name: Name, input: InputOf<Name>): AsyncGenerator<ItemOf<Name>> {
    reached ??= reach(config)
    for await (const word of (await reached).ask(name, input)) {
      // The job and the one who asks are of one build: what it says has the type it promised.
      if ('item' in word) yield word.item as ItemOf<Name>
      else line.show(word.progress)
    }
  }
  async function write(text: string): Promise<void> {
    line.clear()
    if (!out.write(text)) await once(out, 'drain')
  }
  const text = (option: string) => (typeof values[option] === 'string' ? values[option] : undefined)
  return {
    config,
    env,
    terminal,
    text,
    texts(option) {
      const given = values[option]
      return Array.isArray(given) ? given.map(String) : []
    },
    flag: option => values[option] === true,
    ask,
    progress: line.show,
    print: (item, words) => write(`${values['json'] === true ? JSON.stringify(item) : words}\n`),
    write,
    async close() {
      line.clear()
      await (await reached?.catch(() => undefined))?.close()
    }
  }
}
