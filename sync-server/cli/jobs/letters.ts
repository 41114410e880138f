import * as v from 'valibot'
import { canBeReadAgain, readAgain } from '../../letters/read-again.ts'
import { keptNews } from '../../wires/news.ts'
import { Refused } from '../refused.ts'
import { job } from './job.ts'
import { demandWorkspace } from './workspace.ts'

const most = 10_000

/** What could not be read, the latest first. */
export const letters = job({
  input: v.object({ tenant: v.string() }),
  async *run(core, { tenant }) {
    await demandWorkspace(core, tenant)
    for (const letter of await core.erasing.letters.of(tenant, most)) yield { item: letter }
  }
})

const choice = v.object({ tenant: v.string(), letter: v.nullable(v.string()) })

/** Every letter that some version may read, or this one, the first that came first. */
export const readLetters = job({
  input: choice,
  async *run(core, { tenant, letter }) {
    await demandWorkspace(core, tenant)
    const { log, actors, handles: people, secrets } = core
    const news = keptNews(core.sql)
    const all = await core.erasing.letters.of(tenant, most)
    const chosen = all.filter(one => (letter === null ? canBeReadAgain(one) : one.digest === letter)).toReversed()
    if (letter !== null && chosen.length === 0) throw new Refused(`There is no letter ${letter} in ${tenant}.`)
    for (const [done, one] of chosen.entries()) {
      yield { progress: { what: 'letters', done, of: chosen.length } }
      const answer = await readAgain({ log, actors, people, secrets, news, letters: core.erasing.letters }, tenant, one)
      yield { item: { inbox: one.inbox, digest: one.digest, ...answer } }
    }
  }
})

/** For good: platforms do not tell twice. */
export const discardLetter = job({
  input: v.object({ tenant: v.string(), letter: v.string() }),
  async *run(core, { tenant, letter }) {
    await demandWorkspace(core, tenant)
    const chosen = (await core.erasing.letters.of(tenant, most)).filter(one => one.digest === letter)
    if (chosen.length === 0) throw new Refused(`There is no letter ${letter} in ${tenant}.`)
    for (const one of chosen) {
      await core.erasing.letters.discard(tenant, one)
      yield { item: { inbox: one.inbox, digest: one.digest, discarded: true } }
    }
  }
})
