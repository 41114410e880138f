import type { Browser } from './browser.ts'
import type { World } from './world.ts'

/** Everything that was written here has been judged, and everything that was said is here. */
export function isDrained(world: World, browser: Browser): boolean {
  return whatWaits(world, browser) === ''
}

export function whatWaits({ server }: World, browser: Browser): string {
  const { me, tabs, db } = browser
  const name = `${me.agent} (browser ${browser.number})`
  if (server?.workspace(me.tenant).agent(me.agent)?.status !== 'active') return ''
  const busy = tabs.find(tab => !tab.isIdle)
  if (busy) return `${name}: tab ${busy.number} is busy`
  const cursor = db.rows('meta').find(row => row.key === 'cursor')
  const head = server.log.head(me.tenant)
  if (cursor?.key !== 'cursor' || cursor.seq < head) {
    const leaders = tabs.filter(tab => tab.leads).map(tab => tab.number)
    const errors = tabs
      .flatMap(tab => tab.troubles)
      .map(String)
      .slice(-2)
    return `${name} stands at ${cursor?.key === 'cursor' ? cursor.seq : 'nothing'} of ${head}, led by tab ${leaders.join(' and ') || 'nobody'} ${errors.join('; ')}`
  }
  const left = db.rows('commands').find(row => row.refusal === null)
  if (left)
    return `${name} still holds n ${left.n} (${left.command?.type ?? 'withdrawn'}, accepted at ${left.acceptedAt})`
  const asked = db.rows('streams').find(row => row.hole)
  return asked ? `${name} still asks for the beginning of ${asked.stream}` : ''
}
