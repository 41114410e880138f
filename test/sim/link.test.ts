import { expect, it } from 'vitest'
import { openClock } from './clock.ts'
import { Link } from './link.ts'
import { openTally } from './tally.ts'

it('keeps the order of what was sent, also when some of it was kept back and the rest is still under way', async () => {
  const clock = openClock(0)
  const link = new Link(clock, openTally(), () => 5)
  const heard: string[] = []
  link.listen('down', { hear: text => void heard.push(text), ended: () => undefined })
  link.slow(1)
  link.stall('down')
  for (const text of ['first', 'second', 'third']) link.send('down', text.padEnd(20))
  await clock.pass(30)
  link.flow()
  await clock.pass(1000)
  expect(heard.map(text => text.trim())).toEqual(['first', 'second', 'third'])
  expect(link.waiting).toBe(0)
})
