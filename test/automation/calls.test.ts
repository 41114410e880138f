import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openCallKeys } from '../../sync-server/automation/call-keys.ts'
import { openCalls } from '../../sync-server/automation/calls.ts'
import { retriesMs } from '../../sync-server/automation/call.ts'
import { signed } from '../../sync-server/automation/signed.ts'
import { mostOfOne } from '../../sync-server/automation/when-call-is-due.ts'
import { migrations } from '../../sync-server/schema.ts'
import { database, freshTenant } from '../support/database.ts'
import { Workshop } from './workshop.ts'

const db = database(migrations.filter(one => !one.name.startsWith('log-')))

type Heard = { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string }
let heard: Heard[] = []
/** What the other end answers, one after the other; the last for ever. */
let answers: number[] = []
/** To whom it has not answered yet. */
let hanging: ServerResponse[] = []
let other: Server
let origin: string

beforeAll(async () => {
  other = createServer((request, answer) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      heard.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() })
      if (request.url === '/never') return void hanging.push(answer)
      if (request.url === '/breaks') {
        answer.writeHead(200).flushHeaders()
        setTimeout(() => answer.destroy(), 50)
        return
      }
      const status = answers.length > 1 ? answers.shift()! : (answers[0] ?? 200)
      answer.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end('thank you')
    })
  })
  await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
})
afterAll(() => new Promise(resolve => other.close(resolve)))

let shop: Workshop
beforeEach(async () => {
  heard = []
  answers = [204]
  hanging = []
  shop = await new Workshop(db.sql, freshTenant()).open()
  shop.callsTo = [origin]
  await shop.founded()
})
afterEach(() => shop.end())

const publish = (url = `${origin}/crm?from=daybook`) => shop.publish('crm', { then: [{ do: 'call', url }] })
const outcomes = async () => [...(await openCalls(db.sql).outcomes(shop.tenant, 'crm')).values()]
const stands = async () =>
  (await outcomes()).map(one => (one.result === 'call' ? `${one.state} ${one.tries}` : one.result))
async function stand(...calls: string[]): Promise<void> {
  await expect.poll(stands).toEqual(calls)
}

describe('an automation that calls a web address', () => {
  test('tells it once who and what it is about, signed so that the other end can verify it', async () => {
    shop.start()
    await publish()
    await shop.writes('c1', 'I want a refund')
    await shop.settled()
    await stand('called 1')
    expect(heard).toHaveLength(1)
    const [{ path, headers, body }] = heard as [Heard]
    expect(path).toBe('/crm?from=daybook')
    expect(JSON.parse(body)).toMatchObject({
      type: 'automation.call',
      data: {
        automation: { id: 'crm' },
        conversation: { id: 'c1', inbox: 'shop', status: 'open', lastWords: 'I want a refund', contact: { id: 'maya' } }
      }
    })
    const key = await openCallKeys(db.sql, Date.now).of(shop.tenant)
    const content = [headers['webhook-id'], headers['webhook-timestamp'], body].join('.')
    const secret = Buffer.from(key.slice('whsec_'.length), 'base64')
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', secret).update(content).digest('base64')}`)
    expect(await outcomes()).toEqual([{ result: 'call', state: 'called', tries: 1, words: 'it answered 204' }])
    // The log knows nothing of it: nothing in the workspace has changed.
    expect(await shop.deeds()).toEqual([])
  })

  test('has called when the answer breaks off after its status', async () => {
    shop.start()
    await publish(`${origin}/breaks`)
    await shop.writes('c1', 'refund')
    await shop.settled()
    await stand('called 1')
  })

  test('comes again under the same id while the other end is broken, and is given up in the end', async () => {
    answers = [500, 503, 200]
    shop.start()
    await publish()
    await shop.writes('c1', 'refund')
    await shop.settled()
    for (const [tries, afterMs] of retriesMs.slice(0, 2).entries()) {
      await stand(`waiting ${tries + 1}`)
      shop.clock += afterMs
      await shop.again()
    }
    await stand('called 3')
    expect(new Set(heard.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(heard).toHaveLength(3)
  })

  test('that never answers holds up no other, and is not called by more than a few at once', async () => {
    await publish(`${origin}/never`)
    for (let n = 0; n < 20; n++) await shop.writes(`c${n}`, 'refund')
    await shop.publish('quick', { then: [{ do: 'call', url: `${origin}/quick` }], when: { on: 'opened' } })
    await shop.writes('last', 'refund')
    shop.start()
    await shop.settled()
    await expect.poll(() => heard.some(({ path }) => path === '/quick')).toBe(true)
    expect(hanging).toHaveLength(mostOfOne)
    const letGo = () => hanging.splice(0).map(answer => answer.end())
    await expect.poll(async () => (letGo(), (await stands()).filter(one => one === 'called 1').length)).toBe(21)
  })

  test.each([
    ['turned off', { type: 'automation.turn-off', automation: 'crm' }],
    ['removed', { type: 'automation.remove', automation: 'crm' }]
  ] as const)('calls nobody any more when it was %s meanwhile, and says so at once', async (done, command) => {
    answers = [500, 200]
    shop.start()
    await publish()
    await shop.writes('c1', 'refund')
    await shop.settled()
    await stand('waiting 1')
    await shop.tell(command)
    await shop.settled()
    await stand('given-up 1')
    expect(await outcomes()).toMatchObject([{ words: `the automation was ${done}` }])
    shop.clock += retriesMs[0]!
    await shop.again()
    await stand('given-up 1')
    expect(heard).toHaveLength(1)
  })

  test('that is turned off while the other end thinks is not tried again', async () => {
    shop.start()
    await publish(`${origin}/never`)
    await shop.writes('c1', 'refund')
    await expect.poll(() => hanging.length).toBe(1)
    await shop.tell({ type: 'automation.turn-off', automation: 'crm' })
    await shop.settled()
    hanging[0]!.writeHead(503).end()
    await stand('given-up 1')
    shop.clock += retriesMs[0]!
    await shop.again()
    await stand('given-up 1')
    expect(heard).toHaveLength(1)
  })

  test('and is turned on again calls for what happens from then on, also when all of it is heard once more', async () => {
    answers = [500]
    shop.start()
    await publish()
    await shop.writes('c1', 'refund')
    await shop.settled()
    await stand('waiting 1')
    await shop.tell({ type: 'automation.turn-off', automation: 'crm' })
    await shop.tell({ type: 'automation.turn-on', automation: 'crm' })
    shop.clock += 1
    await shop.writes('c2', 'refund')
    await shop.settled()
    await expect.poll(async () => (await stands()).toSorted()).toEqual(['given-up 1', 'waiting 1'])
    await shop.end()
    await db.sql.everywhere.query(`update follower set seq = 0 where name = 'automations' and tenant = $1`, [
      shop.tenant
    ])
    answers = [200]
    shop.clock += retriesMs[0]!
    await (await shop.open()).start().automations!.caughtUp()
    await expect.poll(async () => (await stands()).toSorted()).toEqual(['called 2', 'given-up 1'])
  })

  test('gives up at once what will not get better, and where the last try failed', async () => {
    answers = [404]
    shop.start()
    await publish()
    await shop.writes('c1', 'refund')
    await shop.settled()
    await stand('given-up 1')
    expect(await outcomes()).toMatchObject([{ words: 'it answered 404' }])
    await db.sql.of(shop.tenant).query(`update automation_call set state = 'waiting', tries = $1`, [retriesMs.length])
    answers = [500]
    await shop.again()
    await stand(`given-up ${retriesMs.length + 1}`)
    expect(await outcomes()).toMatchObject([{ words: 'it answered 500' }])
  })

  test('follows no redirect, and goes nowhere within the operator’s net that they did not name', async () => {
    answers = [302]
    shop.start()
    await publish()
    await shop.writes('c1', 'refund')
    await shop.settled()
    await stand('given-up 1')
    expect(heard.map(({ path }) => path)).toEqual(['/crm?from=daybook'])
    shop.callsTo = []
    await shop.again()
    await shop.writes('c2', 'refund')
    await shop.settled()
    await stand('given-up 1', 'given-up 1')
    expect(await outcomes()).toContainEqual(
      expect.objectContaining({ state: 'given-up', words: 'its address is none of the public net' })
    )
    expect(heard).toHaveLength(1)
  })

  test('tells nobody of somebody who was erased meanwhile', async () => {
    await shop.tell(
      {
        type: 'contact.meet',
        contact: 'maya',
        inbox: 'shop',
        handles: [{ platform: 'webchat', kind: 'visitor', value: 'v1' }],
        name: 'Maya'
      },
      'maya',
      'customer'
    )
    await shop.writes('c1', 'refund')
    const call = { automation: 'crm', cause: 'k', step: 0, url: `${origin}/x`, conversation: 'c1', at: shop.clock }
    await openCalls(db.sql).want({ ...call, tenant: shop.tenant, id: 'auto:1:k:0' })
    await shop.tell({ type: 'contact.erase', contact: 'maya' })
    shop.start()
    await stand('given-up 1')
    expect((await outcomes())[0]).toMatchObject({ words: 'what it was about was erased' })
  })
})

describe('a server that dies', () => {
  async function dead(): Promise<false> {
    while (shop.writesLeft >= 0) await new Promise(resolve => setTimeout(resolve, 1))
    return false
  }

  test('between any two writes has called in the end, and its repetitions can be told', async () => {
    let cuts = 0
    for (let writes = 0; ; writes++) {
      heard = []
      const [conversation, automation] = [`c${writes}`, `a${writes}`]
      const then = [
        { do: 'label' as const, label: `l${writes}` },
        { do: 'call' as const, url: `${origin}/${writes}` }
      ]
      await shop.publish(automation, { then, when: { on: 'opened' }, if: [] })
      shop.start()
      shop.writesLeft = writes
      await shop.writes(conversation, 'refund')
      const whole = shop.automations!.caughtUp().then(
        () => true,
        () => false
      )
      if (await Promise.race([whole, dead()])) break
      cuts += 1
      await shop.again()
      await shop.settled()
      await expect.poll(() => heard.some(({ path }) => path === `/${writes}`)).toBe(true)
      expect(new Set(heard.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
      await shop.tell({ type: 'automation.remove', automation })
      await shop.end()
      await shop.open()
    }
    expect(cuts).toBeGreaterThanOrEqual(6)
  })
})

describe('the key', () => {
  test('of before signs beside a new one for a day', async () => {
    let clock = 1_000_000
    const keys = openCallKeys(db.sql, () => clock)
    const tenant = freshTenant()
    const first = await keys.of(tenant)
    expect(await keys.of(tenant)).toBe(first)
    const second = await keys.renew(tenant)
    expect(second).not.toBe(first)
    expect(await keys.signing(tenant)).toEqual([second, first])
    expect(signed('i', 0, '{}', [second, first])['webhook-signature']?.split(' ')).toHaveLength(2)
    clock += 24 * 3_600_000
    expect(await keys.signing(tenant)).toEqual([second])
    expect(await keys.of(freshTenant())).not.toBe(second)
  })

  test('makes the signature that the specification gives as its example', () => {
    const body = '{"test": 2432232314}'
    const headers = signed('msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330_000, body, [
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
    ])
    expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
  })
})
