import { afterAll, beforeAll, expect, test } from 'vitest'
import { daybook, itemsOf } from '../cli/daybook.ts'
import { payloadOf, post } from '../e2e/meta.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { sampleCookie } from './agent.ts'

type Listed = { letters: { inbox: string; digest: string; why: string; raw: string }[]; count: number }

let server: RunningServer
beforeAll(async () => {
  server = await startServer()
  for (const id of ['wamid.ONE', 'wamid.TWO']) {
    const body = payloadOf({ id, from: '4915550300077', name: 'Odd', text: 'when?', at: 0 })
    await post(server, body.replace('"timestamp":"0"', '"timestamp":"yesterday"'))
  }
})
afterAll(() => server.stop())

const ask = async (path: string, cookie: string, body?: unknown) => {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  const headers = { cookie, origin: server.url, 'content-type': 'application/json' }
  return fetch(`${server.url}/api/letters${path}`, { ...init, headers })
}
const cli = (...args: string[]) => daybook({ DATA_DIR: server.dataDir }, ...args, '--tenant', 'demo')

test('an admin sees them; who is no admin, or nobody, sees nothing and changes nothing', async () => {
  const admin = await sampleCookie(server.url, 'admin@demo.test')
  const listed = (await (await ask('', admin)).json()) as Listed
  expect(listed).toMatchObject({ count: 2, letters: [{ inbox: 'demo-whatsapp', why: 'timestamp: is not a time' }, {}] })
  const [name] = listed.letters
  for (const [cookie, status] of [
    [await sampleCookie(server.url, 'agent1@demo.test'), 403],
    ['', 401],
    ['daybook_session=guessed', 401]
  ] as const) {
    const answers = [await ask('', cookie), await ask('/discard', cookie, name), await ask('/read-again', cookie, name)]
    expect(answers.map(answer => answer.status)).toEqual([status, status, status])
    for (const answer of answers) expect(await answer.text()).not.toContain('when?')
  }
  expect(await (await ask('', admin)).json()).toEqual(listed)
})

test('nonsense names no letter', async () => {
  const admin = await sampleCookie(server.url, 'admin@demo.test')
  for (const body of [null, {}, { inbox: 'demo-whatsapp', digest: '../../etc' }, { inbox: 7, digest: 'a'.repeat(64) }])
    expect((await ask('/discard', admin, body)).status).toBe(404)
})

test('the command line lists them, keeps what they say to itself, and says what still cannot be read', async () => {
  const listed = itemsOf(await cli('letters', '--json'))
  expect(listed).toHaveLength(2)
  expect(JSON.stringify(listed)).not.toContain('when?')
  expect((await cli('letters', '--show')).out).toContain('when?')

  expect(await cli('letters', 'read')).toMatchObject({ code: 1, out: expect.stringContaining('is not a time') })
  const [first] = listed as { digest: string }[]
  expect((await cli('letters', 'discard', '--letter', first!.digest)).code).toBe(0)
  expect(itemsOf(await cli('letters', '--json'))).toHaveLength(1)
  const gone = await cli('letters', 'discard', '--letter', first!.digest)
  expect(gone).toMatchObject({ code: 1, err: expect.stringContaining('There is no letter') })
}, 120_000)
