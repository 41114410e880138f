import type { Call } from '../../sync-server/automation/calls.ts'
import type { Due, Dues } from '../../sync-server/automation/dues.ts'
import type { Runs } from '../../sync-server/automation/runs.ts'
import { keyOf } from '../../sync-server/log/arrange.ts'
import type { Aside } from './aside.ts'
import type { Tally } from './tally.ts'

/** How one life of the server reads and writes: both take their time, and neither goes on after its death. */
export type Asking = {
  ask<T>(answer: () => T): Promise<T>
  write(change: () => void): Promise<void>
}

const dueKey = ({ tenant, automation, conversation }: Pick<Due, 'tenant' | 'automation' | 'conversation'>) =>
  keyOf(tenant, automation, conversation)

/** As `runs.ts` keeps them. */
export function runsIn({ runs }: Aside, { ask, write }: Asking, tally: Tally, since: number): Runs {
  return {
    find: (tenant, automation, cause) =>
      ask(() => {
        const run = runs.get(keyOf(tenant, automation, cause))
        if (run?.ended === false) tally.count('run gone on with')
        return run
      }),
    keep(tenant, automation, run, ended) {
      const { came, at } = run
      if (ended) tally.count(`automation: ${came.as}`)
      if (ended && came.as === 'fired') for (const { result } of came.outcomes) tally.count(`step of it: ${result}`)
      if (came.as === 'fired' && at < since) tally.count('server killed between cause and act')
      return write(() => void runs.set(keyOf(tenant, automation, run.cause), { ...run, tenant, automation, ended }))
    },
    acted: (tenant, automation, conversation, after) =>
      ask(() => {
        const its = [...runs.values()].filter(run => run.tenant === tenant && run.automation === automation)
        return its.filter(run => run.conversation === conversation && run.came.as === 'fired' && run.at > after).length
      }),
    actedOn: (tenant, automation, conversation, cause) =>
      ask(() =>
        [...runs.values()].find(run => {
          const isIts = run.tenant === tenant && run.automation === automation && run.conversation === conversation
          return isIts && run.came.as === 'fired' && run.cause.startsWith(cause)
        })
      ),
    newest: () => ask(() => [])
  }
}

/** As `dues.ts` keeps them. */
export function duesIn({ dues }: Aside, { ask, write }: Asking): Dues {
  return {
    put: due => write(() => void dues.set(dueKey(due), due)),
    drop: due => write(() => void dues.delete(dueKey(due))),
    lookAt: (tenant, automation, at) =>
      write(() => {
        for (const [key, due] of dues) {
          if (due.tenant === tenant && due.automation === automation && due.at > at) dues.set(key, { ...due, at })
        }
      }),
    by: now => ask(() => [...dues.values()].filter(({ at }) => at <= now)),
    next: () => ask(() => (dues.size > 0 ? Math.min(...[...dues.values()].map(({ at }) => at)) : undefined))
  }
}

/** The same one again is none. Nobody is called here, so what is stopped stays as it is. */
export function callsIn({ calls }: Aside, { write }: Asking) {
  return {
    wantCall(call: Call): Promise<void> {
      const key = keyOf(call.tenant, call.id)
      return write(() => void (calls.has(key) || calls.set(key, call)))
    },
    stopCalls: () => write(() => undefined)
  }
}
