import { afterAll, beforeAll, expect, test } from 'vitest'
import { runJob } from '../../sync-server/cli/jobs/jobs.ts'
import { openThreads, type Threads } from '../../sync-server/conversations/threads.ts'
import { eraseAgain } from '../../sync-server/erasing/again.ts'
import type { ErasingParts } from '../../sync-server/erasing/erase-person.ts'
import { finishErasures, unfinishedErasures } from '../../sync-server/erasing/left.ts'
import { whenContactErased } from '../../sync-server/erasing/when-contact-erased.ts'
import type { Follower } from '../../sync-server/log/follow.ts'
import { given, shop } from './given.ts'

const here = given()
/** Streams with a row that is damaged: nobody can fold them. */
let unreadable: readonly string[] = []
let parts: ErasingParts
let threads: Threads
let erasing: Follower

beforeAll(() => {
  const { sql, actors, log } = here.core
  const tell: typeof actors.tell = async (tenant, command, ...rest) => {
    const damaged = unreadable.find(one => Object.values(command).includes(one))
    if (damaged !== undefined) throw new Error(`${damaged} cannot be read`)
    return actors.tell(tenant, command, ...rest)
  }
  parts = { ...here.core.erasing, actors: { ...actors, tell } }
  threads = openThreads(sql, actors, log.follow)
  erasing = whenContactErased(parts, threads, log.follow)
})
afterAll(async () => {
  await erasing.stop()
  await threads.stop()
})

type Person = { readonly contact: string; readonly conversation: string }

const isErased = async (tenant: string, conversation: string) =>
  (await here.core.actors.state(tenant, 'conversation', conversation)).over

test('a conversation that cannot be read keeps nobody else from being erased, and waits until it can', async () => {
  const { handles } = here.core
  const ours = await shop(here)
  const people = await Promise.all(['Ada', 'Kim', 'Ben'].map(name => ours.writes(name, 'hello')))
  const [ada, kim, ben] = people as [Person, Person, Person]
  unreadable = [ada.conversation, kim.conversation]
  for (const { contact } of people) await ours.tell({ type: 'contact.erase', contact })
  await erasing.caughtUp()

  expect(await isErased(ours.tenant, ben.conversation)).toBe(true)
  expect(await handles.marksOf(ours.tenant, ben.contact)).toEqual([])
  // What stands beside their log goes also of whom it cannot be finished.
  expect(await handles.marksOf(ours.tenant, ada.contact)).toEqual([])
  expect(await unfinishedErasures(here.core.sql)).toBe(2)
  const told: string[] = []
  await finishErasures(parts, error => told.push(String(error)))
  expect(told).toEqual(unreadable.map(one => `Error: ${one} cannot be read`))

  unreadable = []
  await finishErasures(parts, error => told.push(String(error)))
  expect([told.length, await unfinishedErasures(here.core.sql)]).toEqual([2, 0])
  expect(await isErased(ours.tenant, ada.conversation)).toBe(true)
  expect(await isErased(ours.tenant, kim.conversation)).toBe(true)
})

test('who cannot be erased again keeps nobody else from it, and no server from starting', async () => {
  const ours = await shop(here)
  const [ada, ben] = [await ours.writes('Ada', 'hello'), await ours.writes('Ben', 'hello')]
  const people = [ada, ben].map(({ contact }) => ({ tenant: ours.tenant, contact, at: 1 }))
  here.core.erasing.erasures.note(...people)
  unreadable = [ada.contact]
  const told: string[] = []
  expect(await eraseAgain(parts, error => told.push(String(error)))).toBe(1)
  expect(told).toEqual([`Error: ${ada.contact} cannot be read`])
  expect((await here.core.actors.state(ours.tenant, 'contact', ben.contact)).erased).toBe(true)
  unreadable = []
  expect(await eraseAgain(parts, error => told.push(String(error)))).toBe(1)
})

test('the operator who erases them is told that they are, and what is left', async () => {
  const ours = await shop(here)
  const ada = await ours.writes('Ada', 'hello')
  unreadable = [ada.conversation]
  const job = runJob({ ...here.core, erasing: parts }, 'erase', { tenant: ours.tenant, contact: ada.contact })
  await expect(Array.fromAsync(job)).rejects.toThrow(
    /is erased, and nothing of theirs can be read\. Not all .* \(.* cannot be read\)\. It is tried again/
  )
  unreadable = []
  expect((await here.core.actors.state(ours.tenant, 'contact', ada.contact)).erased).toBe(true)
})
