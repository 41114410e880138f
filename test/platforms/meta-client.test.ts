import { afterEach, describe, expect, test } from 'vitest'
import { instagram } from '../../shared/platforms/instagram.ts'
import { messenger } from '../../shared/platforms/messenger.ts'
import { outcomeOf } from '../../sync-server/platforms/meta/graph.ts'
import { voiceOf } from '../../sync-server/platforms/meta/send.ts'
import { platformOf } from '../../sync-server/platforms/registry.ts'
import { json, vendorApi } from './contract/vendor-api.ts'
import { igId, igsid, pageId, psid } from './meta-events.ts'

const dialects = [
  {
    strategy: messenger,
    object: 'page',
    handle: 'psid',
    path: () => '',
    uploads: null,
    metadata: true,
    account: pageId,
    customer: psid
  },
  {
    strategy: instagram,
    object: 'instagram',
    handle: 'igsid',
    path: () => '',
    uploads: null,
    metadata: false,
    account: igId,
    customer: igsid
  }
]
const open: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map(close => close()))
})

const graphError = (code: number, error_subcode?: number, more = {}) => ({
  error: { message: `(#${code}) Meta's words`, type: 'OAuthException', code, error_subcode, ...more }
})

describe.each(dialects)('what $strategy.name says for sure', dialect => {
  const outcome = (answer: unknown, status = 400, tries = 0) => outcomeOf({ status, answer, tries }, voiceOf(dialect))

  test.each([2, 4, 17, 32, 341, 613, 1200, 80_001, 80_002, 80_006, 80_007])('%i is tried again later', code => {
    expect(outcome(graphError(code))).toMatchObject({ result: 'deferred', failure: { code: String(code) } })
    expect(outcome(graphError(code), 500, 3)).toMatchObject({ result: 'deferred', afterMs: 16_000 })
  })

  test.each([
    [10, 2_018_278],
    [10, 2_018_065],
    [10, 2_534_022]
  ])('%i/%i is the closed window, by the name the screens know', (code, subcode) => {
    const reason = expect.stringContaining('customer has to write first')
    expect(outcome(graphError(code, subcode))).toEqual({
      result: 'failed',
      failure: { code: 'outside-reply-window', reason }
    })
  })

  /** Said of the account, not of the message: the inbox sends nothing until an admin acts. */
  const ofTheAccount = new Set(['200/2018028', '200', '10', '10/2018108', '230', '3', '190', '102', '368', '1/99'])

  test.each([
    [551, undefined, '551', 'cannot be reached'],
    [551, 1_545_041, '551', 'cannot be reached'],
    [200, 1_545_041, '200/1545041', 'cannot be reached'],
    [200, 2_018_028, '200/2018028', 'own testers'],
    [200, undefined, '200', 'permission'],
    [10, undefined, '10', 'permission'],
    [10, 2_018_108, '10/2018108', 'quality'],
    [230, undefined, '230', 'may not send'],
    [3, undefined, '3', 'may not send'],
    [190, 463, '190', 'access token'],
    [102, undefined, '102', 'access token'],
    [368, undefined, '368', 'policy'],
    [100, 2_018_001, '100/2018001', 'does not know this person'],
    [100, 2_534_014, '100/2534014', 'does not know this person'],
    [100, undefined, '100', 'did not understand'],
    [1, 99, '1/99', 'may not do this']
  ])('%i/%s is never tried again, and the agent is told why in words', (code, subcode, named, words) => {
    const failure = { code: named, reason: expect.stringContaining(words) }
    const result = ofTheAccount.has(named) ? 'stopped' : 'failed'
    expect(outcome(graphError(code, subcode))).toEqual({ result, failure })
    expect(JSON.stringify(outcome(graphError(code, subcode)))).not.toContain("Meta's words")
  })

  test('“an unknown problem” is said of what was taken as well: nobody knows', () => {
    for (const subcode of [undefined, 1_357_046]) {
      expect(outcome(graphError(1, subcode, { is_transient: true }), 500)).toEqual({ result: 'unknown' })
    }
  })

  test('a code of tomorrow is told in Meta’s words, and tried again only if Meta calls it transient', () => {
    const failure = { code: '999/7', reason: "(#999) Meta's words" }
    expect(outcome(graphError(999, 7))).toEqual({ result: 'failed', failure })
    expect(outcome(graphError(999, 7, { is_transient: true }))).toMatchObject({ result: 'deferred', failure })
    expect(outcome(graphError(999, 7), 500)).toEqual({ result: 'unknown' })
    expect(outcome({ error: { code: 'constructor' } })).toMatchObject({ failure: { code: 'http-400' } })
  })
})

describe.each(dialects)('on $strategy.name a person', ({ strategy, handle, account, customer }) => {
  const ask = async (late: boolean) => {
    const meta = await vendorApi(json({ recipient_id: customer, message_id: 'm_1' }))
    open.push(meta.close)
    const { platform } = strategy
    const secret = { tenant: 't', inbox: 'i', platform, account, appSecret: 's', verifyToken: 'v', accessToken: 'a' }
    await platformOf(platform)!.send(
      {
        message: 'reply-1',
        content: { kind: 'text', text: 'hello' },
        handles: [{ platform, kind: handle, value: customer }],
        late
      },
      { ...secret, baseUrl: null },
      { tries: 0, baseUrl: meta.baseUrl, hook: null, signal: AbortSignal.timeout(60_000) }
    )
    return meta.asked.map(({ body }) => body as Record<string, unknown>)
  }

  test('answers within a day as anybody may', async () => {
    const [body] = await ask(false)
    expect(body).toMatchObject({ recipient: { id: customer }, messaging_type: 'RESPONSE' })
    expect(body).not.toHaveProperty('tag')
  })

  test('and after it as a person only', async () => {
    expect(await ask(true)).toMatchObject([{ messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' }])
  })
})
