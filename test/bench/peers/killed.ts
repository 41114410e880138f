import { setTimeout as after } from 'node:timers/promises'
import { gather } from './crowd.ts'
import type { Rival } from './rival.ts'
import { listening } from './steady.ts'
import { eventsIn, tally } from './tally.ts'

const clients = 10
const events = 100
const everyMs = 10

/** Events that every client had, and that nobody gets who comes after the server was killed and started again. */
export async function lostWhenKilled(rival: Rival): Promise<number> {
  const { crowd, hearWith } = await listening(rival, clients)
  const heard = tally(clients)
  hearWith(heard)
  for (let i = 0; i < events; i++) {
    crowd.say(i % clients, [heard.said(i % clients)])
    await after(everyMs)
  }
  for (let i = 0; heard.missing > 0; i++) {
    if (i > 1000) throw new Error(`${heard.missing} never came`)
    await after(10)
  }
  await rival.kill()
  crowd.close()
  await rival.start()
  const found = new Set<number>()
  const back = await gather(rival.url, rival.dialect, 1, {
    heard: (_, payload) => eventsIn(payload, event => found.add(event))
  })
  // Some tell all they have only after they have said hello.
  await after(500)
  back.close()
  return heard.all.filter(event => !found.has(event)).length
}
