import { describe, expect, test } from 'vitest'
import { platformOf } from '../../../sync-server/platforms/registry.ts'
import { inboxSecrets, type InboxSecret } from '../../../sync-server/platforms/secrets.ts'
import { webhookRoutes } from '../../../sync-server/platforms/webhook.ts'
import { logger, world } from '../world.ts'
import { conversationOf } from './conversation.ts'
import { vendors } from './vendors.ts'

const here = world()
const routes = () => {
  const { log, actors, people, letters, news, secrets } = here
  return webhookRoutes({ log, actors, people, letters, news, secrets, logger })
}
const addressOf = ({ platform, inbox }: InboxSecret) => `http://localhost/${platform}/${inbox}`
const post = async (inbox: InboxSecret, call: RequestInit) => (await routes().request(addressOf(inbox), call)).status

describe.each(vendors)('what $platform tells', vendor => {
  const { platform, batch, said, story, broken } = vendor
  const call = (inbox: InboxSecret, payload: unknown, secret?: string) => vendor.call(payload, secret, addressOf(inbox))
  const hello = () => batch([said(1, 'hello')])[0]
  const tell = async (inbox: InboxSecret, items: readonly unknown[]) => {
    for (const payload of batch(items)) expect(await post(inbox, call(inbox, payload))).toBe(200)
  }
  const textsOf = async (inbox: InboxSecret) => (await conversationOf(here, inbox, vendor.customer)).texts

  test('is taken from the vendor only', async () => {
    const inbox = await here.connect(platform)
    const before = await here.log.follow.head(inbox.tenant)
    const good = call(inbox, hello())
    const proving = Object.entries(good.headers as Record<string, string>).find(([key]) => key !== 'content-type')
    const [name, proof] = proving ?? ['', '']
    const header = (value: string | undefined) => ({ ...good, headers: value === undefined ? {} : { [name]: value } })
    const forged = [
      call(inbox, hello(), 'guessed'),
      call(inbox, hello(), ''),
      header(undefined),
      header(''),
      header(proof.slice(0, -1)),
      header(`${proof}0`),
      header(proof.slice(0, 10)),
      header('sha256=')
    ]
    // A signature is of one body; a shared secret is not.
    if (platform !== 'telegram') forged.push({ ...good, body: `${String(good.body)} ` })
    for (const request of forged) expect(await post(inbox, request)).toBe(401)
    expect(await here.log.follow.head(inbox.tenant)).toBe(before)
    expect(await here.letters.of(inbox.tenant)).toEqual([])
    expect(await post(inbox, good)).toBe(200)
    expect(await textsOf(inbox)).toEqual(['hello'])
  })

  test('is taken for the inbox it is proved for: another’s secret opens nothing, nor does an inbox without one', async () => {
    const [own, other] = [await here.connect(platform), await here.connect(platform)]
    await here.secrets.connect({ ...own, appSecret: 'own-secret' })
    // Twice: the secret of before is not good any more.
    await here.secrets.connect({ ...own, appSecret: 'own-secret' })
    expect(await post(own, call(own, hello()))).toBe(401)
    expect(await post(other, call(other, hello(), 'own-secret'))).toBe(401)
    await here.secrets.connect({ ...other, appSecret: '' })
    expect(await post(other, call(other, hello(), ''))).toBe(401)
    const elsewhere = await here.connect(platform === 'telegram' ? 'messenger' : 'telegram')
    expect((await routes().request(`/${platform}/${elsewhere.inbox}`, call(elsewhere, hello()))).status).toBe(404)
    expect((await routes().request(`/${platform}/nobody`, call(own, hello()))).status).toBe(404)
  })

  test('is taken with the old and the new secret while the vendor learns the new one', async () => {
    const inbox = await here.connect(platform)
    await here.secrets.connect({ ...inbox, appSecret: 'the-new-secret' })
    expect(await post(inbox, call(inbox, batch([said(1, 'old')])[0]))).toBe(200)
    expect(await post(inbox, call(inbox, batch([said(2, 'new')])[0], 'the-new-secret'))).toBe(200)
    await here.secrets.connect({ ...inbox, appSecret: 'the-newest-secret' })
    expect(await post(inbox, call(inbox, batch([said(3, 'older')])[0]))).toBe(401)
    expect(await textsOf(inbox)).toEqual(['old', 'new'])
  })

  test('is not taken with the old secret after a day', async () => {
    const inbox = await here.connect(platform)
    const yesterday = inboxSecrets(here.sql, () => Date.now() - 25 * 3_600_000)
    await yesterday.connect({ ...inbox, appSecret: 'the-new-secret' })
    const { log, actors, people, letters, news } = here
    // A server that has not read the secrets yet.
    const door = webhookRoutes({ log, actors, people, letters, news, secrets: inboxSecrets(here.sql), logger })
    const status = async (secret?: string) =>
      (await door.request(addressOf(inbox), call(inbox, batch([said(1, 'x')])[0], secret))).status
    expect([await status(), await status('the-new-secret')]).toEqual([401, 200])
  })

  test('whether the address is ours is answered only to who knows the word', async () => {
    const { inbox } = await here.connect(platform)
    const ask = async (token: string, mode = 'subscribe') => {
      const query = `hub.mode=${mode}&hub.verify_token=${token}&hub.challenge=1158201444`
      const answer = await routes().request(`/${platform}/${inbox}?${query}`)
      return [answer.status, await answer.text()]
    }
    const [status, words] = await ask('demo-verify-token')
    expect([status, words === '1158201444']).toEqual(vendor.handshakes ? [200, true] : [403, false])
    for (const [token, mode] of [['wrong'], [''], ['demo-verify-token', 'unsubscribe']] as const) {
      expect(await ask(token, mode)).toEqual([403, expect.not.stringContaining('1158201444')])
    }
  })

  test('one item that makes no sense costs only itself, and is kept once', async () => {
    const inbox = await here.connect(platform)
    const items = [said(1, 'one'), broken, said(2, 'two')]
    for (let n = 0; n < 3; n++) await tell(inbox, items)
    expect(await textsOf(inbox)).toEqual(['one', 'two'])
    expect(await here.letters.of(inbox.tenant)).toHaveLength(1)
  })

  test('whatever comes is never a fault: it is read, or kept', () => {
    const secret = { tenant: 't', inbox: 'i', platform, account: '1', appSecret: '', verifyToken: '', accessToken: '' }
    const read = (payload: unknown) => platformOf(platform)!.hook!.read(payload, { ...secret, baseUrl: null }, 1)
    let bent = 0
    const odd: readonly unknown[] = [
      null,
      true,
      0,
      -1,
      1e300,
      '',
      'x',
      [],
      {},
      [[]],
      JSON.parse('{"__proto__":1,"constructor":[]}')
    ]
    for (const payload of batch(story)) {
      for (const copy of bends(payload, odd)) {
        bent += 1
        expect(read(copy).length).toBeGreaterThan(0)
      }
    }
    expect(bent).toBeGreaterThan(200)
  })

  test('the story is read whole', async () => {
    const inbox = await here.connect(platform)
    await tell(inbox, story)
    const conversation = await conversationOf(here, inbox, vendor.customer)
    expect(conversation.messages).toBe(vendor.seen.messages)
    for (const words of vendor.seen.words) expect(conversation.whole).toContain(words)
    for (const words of vendor.seen.gone) expect(conversation.whole).not.toContain(words)
    expect(await here.letters.of(inbox.tenant)).toEqual([])
  })
})

/** Copies of a payload with one value after the other, at any depth, replaced by something odd. */
function* bends(payload: unknown, odd: readonly unknown[]): Generator {
  if (typeof payload !== 'object' || payload === null) return
  for (const [key, value] of Object.entries(payload)) {
    for (const [n, one] of odd.entries()) if ((n + key.length) % 2 === 0) yield withIn(payload, key, one)
    for (const inner of bends(value, odd)) yield withIn(payload, key, inner)
  }
}

function withIn(of: object, key: string, value: unknown): unknown {
  return Array.isArray(of) ? of.with(Number(key), value) : { ...of, [key]: value }
}
