import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { askForToken, GrantOver, NoToken } from '../../sync-server/oauth/ask-for-token.ts'
import { openTokens, SignInOver, type SignIn, type TokensParts } from '../../sync-server/oauth/tokens.ts'
import { json, vendorApi } from '../platforms/contract/vendor-api.ts'
import { client, oauthHouse, type OAuthHouse } from './oauth-house.ts'

const hour = 3_600_000
let house: OAuthHouse
let clock: number
let kept: [inbox: string, at: number, refreshToken: string][]
const open: { close(): Promise<void> }[] = []
beforeEach(async () => {
  clock = 1_000_000
  kept = []
  house = await oauthHouse({ now: () => clock })
  open.push(house)
})
afterEach(() => Promise.all(open.splice(0).map(one => one.close())))

const tokens = (over: Partial<TokensParts> = {}) =>
  openTokens({
    providers: [house.provider],
    keep: async (...one) => void kept.push(one),
    now: () => clock,
    ...over
  })
const signedIn = async (): Promise<SignIn> => {
  const { refreshToken } = await house.signIn()
  return { provider: 'google', refreshToken, at: 7 }
}
const refreshes = () => house.asked.filter(one => one === 'refresh_token').length
const takes = (token: string) => house.takes('Shop@shop.example', token)

describe('a token', () => {
  test('is fetched once, however many ask at once, and again only before it ends', async () => {
    const signIn = await signedIn()
    const here = tokens()
    const all = await Promise.all(Array.from({ length: 20 }, () => here.of('i', signIn)))
    expect([new Set(all).size, refreshes(), takes(all[0]!)]).toEqual([1, 1, true])
    clock += hour - 180_000
    expect(await here.of('i', signIn)).toBe(all[0])
    // Two minutes before its end: their clock may be ahead of ours.
    clock += 70_000
    const next = await here.of('i', signIn)
    expect([next === all[0], takes(next), refreshes()]).toEqual([false, true, 2])
  })

  test('of another inbox, and of another sign-in of the same one, is another', async () => {
    const [one, two] = [await signedIn(), await signedIn()]
    const here = tokens()
    const got = [await here.of('a', one), await here.of('b', two)]
    expect([new Set(got).size, got.every(takes), refreshes()]).toEqual([2, true, 2])
    const again = { ...(await signedIn()), at: 8 }
    expect(takes(await here.of('a', again))).toBe(true)
    expect(refreshes()).toBe(3)
  })

  test('of a sign-in on which its inbox no longer stands is not kept; of one that may still stand it is', async () => {
    const [old, next, other] = [await signedIn(), { ...(await signedIn()), at: 8 }, await signedIn()]
    const here = tokens()
    const before = [await here.of('i', old), await here.of('another', other)]
    // Somebody tries to sign in anew, and the mailbox is not theirs: nothing has changed.
    here.put('i', next, await house.signIn())
    expect([await here.of('i', old), refreshes()]).toEqual([before[0], 2])
    here.standsOn('i', next.at)
    expect([await here.of('another', other), refreshes()]).toEqual([before[1], 2])
    await here.of('i', next)
    expect(refreshes()).toBe(2)
    await here.of('i', old).catch(() => undefined)
    expect(refreshes()).toBe(3)
  })

  test('that came with the sign-in needs no fetching; one that a server did not take is fetched anew', async () => {
    const granted = await house.signIn()
    const signIn: SignIn = { provider: 'google', refreshToken: granted.refreshToken, at: 7 }
    const here = tokens()
    here.put('i', signIn, granted)
    expect([await here.of('i', signIn), refreshes()]).toEqual([granted.accessToken, 0])
    here.spent('i', signIn, 'some other token')
    expect(refreshes()).toBe(0)
    here.spent('i', signIn, granted.accessToken)
    expect(await here.of('i', signIn)).not.toBe(granted.accessToken)
    expect(refreshes()).toBe(1)
  })
})

describe('a refresh token that changes', () => {
  test('is kept before what came with it is used, and the next one is asked with it', async () => {
    const signIn = await signedIn()
    const order: string[] = []
    const here = tokens({
      async keep(...one) {
        await Promise.resolve()
        kept.push(one)
        order.push('kept')
      }
    })
    await here.of('i', signIn).then(() => order.push('used'))
    expect([order, kept]).toEqual([['kept', 'used'], [['i', 7, expect.stringMatching(/^refresh-/)]]])
    clock += hour
    // Whoever holds the sign-in of the beginning gets on with the latest.
    expect(takes(await here.of('i', signIn))).toBe(true)
    // After a restart with what was kept last.
    clock += hour
    const again = { ...signIn, refreshToken: kept.at(-1)![2] }
    expect(takes(await tokens().of('i', again))).toBe(true)
  })

  test('that cannot be kept keeps everybody waiting, and nobody asks the provider once more for that', async () => {
    const signIn = await signedIn()
    let isFull = true
    const here = tokens({
      async keep(...one) {
        if (isFull) throw new Error('the disk is full')
        kept.push(one)
      }
    })
    await expect(here.of('i', signIn)).rejects.toThrow('the disk is full')
    await expect(here.of('i', signIn)).rejects.toThrow('the disk is full')
    isFull = false
    clock += 10_000
    expect(takes(await here.of('i', signIn))).toBe(true)
    expect([refreshes(), kept.length]).toEqual([1, 1])
  })
})

describe('when there is none', () => {
  test('a grant that is over says who has to act, and is not asked about again and again', async () => {
    const signIn = await signedIn()
    house.endGrants()
    const here = tokens()
    const over = 'Google does not let this inbox in any more. An admin has to sign in again.'
    await expect(here.of('i', signIn)).rejects.toThrow(new SignInOver('google'))
    await expect(here.of('i', signIn)).rejects.toThrow(over)
    expect(refreshes()).toBe(1)
    // Somebody has signed in again.
    const again = { ...(await signedIn()), at: 9 }
    expect(takes(await here.of('i', again))).toBe(true)
  })

  test('anything else passes: asked again later, and later each time', async () => {
    let asked = 0
    const vendor = await vendorApi((request, response) => {
      asked += 1
      json({ error: 'temporarily_unavailable' }, 503)(request, response)
    })
    open.push(vendor)
    const here = tokens({ providers: [{ ...house.provider, tokenUrl: vendor.baseUrl }] })
    const signIn: SignIn = { provider: 'google', refreshToken: 'r', at: 7 }
    for (let tries = 1; tries <= 5; tries += 1) {
      await expect(here.of('i', signIn)).rejects.toThrow(NoToken)
      expect(asked).toBe(tries)
      const waitMs = 1000 * 2 ** tries
      clock += waitMs - 1
      await expect(here.of('i', signIn)).rejects.toThrow('temporarily_unavailable')
      expect(asked, `${waitMs} ms after ${tries} tries`).toBe(tries)
      clock += 1
    }
    const fallen = tokens({ providers: [] })
    await expect(fallen.of('i', signIn)).rejects.toThrow('no-app')
  })
})

describe('what a provider says', () => {
  const says = async (answer: unknown, status = 200) => {
    const vendor = await vendorApi(json(answer, status))
    open.push(vendor)
    const provider = { ...house.provider, tokenUrl: vendor.baseUrl }
    return askForToken(provider, { grant_type: 'refresh_token' }, AbortSignal.timeout(20_000))
  }

  test('is a token, or one of its words for no', async () => {
    expect(await says({ access_token: 'a', token_type: 'bearer', expires_in: '60' })).toEqual({
      accessToken: 'a',
      forMs: 60_000
    })
    expect(await says({ access_token: 'a', token_type: 'Bearer' })).toMatchObject({ forMs: 300_000 })
    await expect(says({ error: 'invalid_grant', error_description: 'Bad' }, 400)).rejects.toThrow(GrantOver)
    await expect(says({ error: 'invalid_client' }, 401)).rejects.toThrow('invalid_client')
    for (const odd of [
      {},
      { access_token: 'a b', token_type: 'Bearer' },
      { access_token: 'a\x01auth=', token_type: 'Bearer' },
      { access_token: 'a', token_type: 'mac' },
      { access_token: 'a', token_type: 'Bearer', expires_in: -1 }
    ]) {
      await expect(says(odd), JSON.stringify(odd)).rejects.toThrow('odd-answer')
    }
    await expect(says({ error: 'A word with <b>' }, 400)).rejects.toThrow('http-400')
  })

  test('never stands in an error, nor does what it was asked with', async () => {
    const provider = { ...house.provider, tokenUrl: 'http://127.0.0.1:9/token' }
    const asked = askForToken(provider, { refresh_token: 'the-refresh-token' }, AbortSignal.timeout(20_000))
    const error = (await asked.catch((no: unknown) => no)) as Error
    expect(`${error.stack} ${JSON.stringify(error)}`).not.toMatch(new RegExp(`the-refresh-token|${client.secret}`))
    const told = (await says({ error: 'server_error', error_description: 'the-refresh-token' }, 500).catch(
      (no: unknown) => no
    )) as Error
    expect(`${told.stack} ${JSON.stringify(told)}`).not.toContain('the-refresh-token')
  })
})
