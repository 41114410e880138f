import { readFileSync } from 'node:fs'
import type { Actors } from '../../sync-server/actors/actors.ts'
// Nobody but this file gets the real ones: `die-at.ts`.
import * as real from '../../sync-server/actors/actors.ts'

/** At which command this process dies, before it is on record or after, and how many of them it lets by. */
export type Death = { readonly at: string; readonly when: 'before' | 'after'; readonly lets: number }

/** The server's own actors, of a process that kills itself where its plan says: at a named step, to the command. */
export function actors(...made: Parameters<typeof real.actors>): Actors {
  const here = real.actors(...made)
  const death = JSON.parse(readFileSync(process.env['DIES_AT'] ?? '', 'utf8')) as Death | null
  if (death === null) return here
  const { tell: told } = here
  let { lets } = death
  const tell: Actors['tell'] = async (...command) => {
    const mine = command[1].type === death.at && lets-- === 0
    if (mine && death.when === 'before') return die()
    const answer = await told(...command)
    return mine ? die() : answer
  }
  return Object.assign(here, { tell })
}

function die(): Promise<never> {
  process.kill(process.pid, 'SIGKILL')
  return new Promise(() => undefined)
}
