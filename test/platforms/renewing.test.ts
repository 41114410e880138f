import { describe, expect, test } from 'vitest'
import { platformOf, platforms } from '../../sync-server/platforms/registry.ts'
import { openRenewing, renewWhenDue } from '../../sync-server/platforms/renewing.ts'
import type { InboxSecret } from '../../sync-server/platforms/secrets.ts'
import { json, vendorApis } from './contract/vendor-api.ts'
import { until } from './sending-house.ts'
import { logger, world } from './world.ts'

const here = world()
const graph = vendorApis()
const dayMs = 86_400_000
const sixtyDays = 5_184_000

/** Source: Meta, "Instagram Platform", "Refresh Access Token". */
const granted = (token: string) => json({ access_token: token, token_type: 'bearer', expires_in: sixtyDays })
const refused = (code: number, message: string) =>
  json({ error: { message, type: 'OAuthException', code, fbtrace_id: 'x' } }, 400)

async function connect(baseUrl: string, platform: 'instagram' | 'messenger' = 'instagram'): Promise<InboxSecret> {
  const inbox = { ...(await here.connect(platform)), baseUrl, accessToken: 'first' }
  await here.secrets.connect(inbox)
  return inbox
}

/** One visit at this inbox, `afterMs` from now. Answers what admins are told. */
async function visit({ inbox }: InboxSecret, afterMs = 0) {
  const secret = (await here.secrets.of(inbox))!
  const { renew } = platformOf(secret.platform)!
  const parts = { secrets: here.secrets, baseUrlOf: () => '' }
  return renewWhenDue(parts, secret, renew!, Date.now() + afterMs, AbortSignal.timeout(30_000))
}

const tokenOf = async ({ inbox }: InboxSecret) => (await here.secrets.of(inbox))?.accessToken

describe('Instagram’s access token', () => {
  test('is renewed when nobody knows how old it is, then not before thirty days are left, then again', async () => {
    const meta = await graph(granted('second'))
    const inbox = await connect(meta.baseUrl)
    expect(await visit(inbox)).toBe(null)
    expect(await tokenOf(inbox)).toBe('second')
    expect(await visit(inbox, 29 * dayMs)).toBe(null)
    expect(meta.asked).toHaveLength(1)
    await visit(inbox, 31 * dayMs)
    expect(meta.asked.map(({ url }) => url)).toEqual([
      '/refresh_access_token?grant_type=ig_refresh_token&access_token=first',
      '/refresh_access_token?grant_type=ig_refresh_token&access_token=second'
    ])
  })

  test('one that is too young is tried again, and nobody is called for it', async () => {
    const meta = await graph(refused(100, 'Too young'))
    const inbox = await connect(meta.baseUrl)
    expect(await visit(inbox, dayMs)).toBe(null)
    expect(await visit(inbox, 3 * dayMs)).toBe(
      'Instagram did not renew this inbox’s access token (Too young). It ends some time after it was made: an admin has to connect the inbox again with a new one.'
    )
    expect(await tokenOf(inbox)).toBe('first')
  })

  test('one that is not renewed is told of while it still holds, with its last day', async () => {
    const answers = { now: granted('second') }
    const meta = await graph((request, response) => answers.now(request, response))
    const inbox = await connect(meta.baseUrl)
    await visit(inbox)
    const endsOn = new Date((await here.secrets.of(inbox.inbox))!.token!.endsAt!).toISOString().slice(0, 10)
    answers.now = refused(190, 'The session was invalidated because the user changed their password.')
    const worry = await visit(inbox, 40 * dayMs)
    expect(worry).toBe(
      `Instagram did not renew this inbox’s access token (The session was invalidated because the user changed their password), which ends on ${endsOn}. An admin has to connect the inbox again with a new one before that.`
    )
    expect(await visit(inbox, 61 * dayMs)).toMatch(/, and it has ended on /)
    // It is mended.
    answers.now = granted('third')
    await here.secrets.connect({ ...inbox, accessToken: 'new' })
    expect(await visit(inbox, 61 * dayMs)).toBe(null)
    expect(await tokenOf(inbox)).toBe('third')
  })

  test.each([
    ['down', json('<html>', 502)],
    ['busy', refused(4, 'Application request limit reached')],
    ['odd', json({ access_token: '' })]
  ])('a platform that is %s for a day calls for nobody, one that is so for weeks does', async (_how, answer) => {
    const answers = { now: granted('second') }
    const meta = await graph((request, response) => answers.now(request, response))
    const inbox = await connect(meta.baseUrl)
    await visit(inbox)
    answers.now = answer
    expect(await visit(inbox, 31 * dayMs)).toBe(null)
    expect(await visit(inbox, 50 * dayMs)).toMatch(/it could not be reached/)
    expect(await tokenOf(inbox)).toBe('second')
  })

  test('what an admin has entered meanwhile stays', async () => {
    const meta = await graph(granted('second'))
    const inbox = await connect(meta.baseUrl)
    const next = { accessToken: 'second', since: 0, endsAt: 1 }
    await here.secrets.connect({ ...inbox, accessToken: 'entered' })
    await here.secrets.keepAccessToken(inbox.inbox, 'first', next)
    expect(await tokenOf(inbox)).toBe('entered')
    expect((await here.secrets.of(inbox.inbox))?.token?.endsAt).toBeUndefined()
  })

  test('connecting with the same one again says nothing new of when it ends', async () => {
    const meta = await graph(granted('second'))
    const inbox = await connect(meta.baseUrl)
    await visit(inbox)
    await here.secrets.connect({ ...inbox, accessToken: 'second' })
    expect((await here.secrets.of(inbox.inbox))?.token?.endsAt).toBeGreaterThan(Date.now() + 59 * dayMs)
  })
})

test('every inbox is looked after, also one that is connected later', async () => {
  const meta = await graph(granted('second'))
  const [before, later] = [await connect(meta.baseUrl), await here.connect('instagram')]
  const all = async () => [before]
  const rounds = openRenewing({ secrets: { ...here.secrets, all }, platforms, baseUrlOf: () => '', logger })
  await rounds.begin()
  await until(async () => (await tokenOf(before)) === 'second')
  await here.secrets.connect({ ...later, baseUrl: meta.baseUrl, accessToken: 'first' })
  await until(async () => (await tokenOf(later)) === 'second')
  expect(rounds.worries()).toEqual([])
  await rounds.stop()
})

test('a page’s token does not end, and no other platform is asked', async () => {
  const instagram = platforms.find(({ platform }) => platform === 'instagram')!
  const reaching = { baseUrl: 'https://graph.facebook.com', signal: AbortSignal.abort() }
  expect(await instagram.renew!(await here.connect('instagram'), reaching)).toEqual({ result: 'needless' })
  expect(platforms.flatMap(({ platform, renew }) => (renew ? [platform] : []))).toEqual(['instagram'])
})
