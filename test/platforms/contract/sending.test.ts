import { describe, expect, test } from 'vitest'
import type { Content } from '../../../shared/conversations/content.ts'
import { strategyOf } from '../../../shared/platforms/strategies.ts'
import type { Outgoing } from '../../../sync-server/platforms/port.ts'
import { platformOf } from '../../../sync-server/platforms/registry.ts'
import { json, vendorApis } from './vendor-api.ts'
import { vendorAccounts, vendors } from './vendors.ts'

const api = vendorApis()

const hello: Content = { kind: 'text', text: 'hello' }

describe.each(vendors)(
  'sending on $platform',
  ({ platform, customer, api: { path, asked, taken, platformId, quoteToken, refusals, longest, ...proof } }) => {
    const account = vendorAccounts[platform]
    const accessToken = platform === 'telegram' ? `${account}:token` : 'the-token'
    const secret = {
      tenant: 't',
      inbox: 'i',
      platform,
      account,
      appSecret: 's',
      verifyToken: 'v',
      accessToken,
      baseUrl: null
    }
    const authorization = 'authorization' in proof ? proof.authorization : 'Bearer the-token'
    const patience = () => AbortSignal.timeout(60_000)
    const send = (baseUrl: string, outgoing: Partial<Outgoing> = {}, signal = patience(), tries = 0) =>
      platformOf(platform)!.send(
        { message: 'reply-1', content: hello, handles: [customer], late: false, ...outgoing },
        secret,
        { tries, baseUrl, hook: null, signal }
      )

    test('a text is asked for as documented, and the vendor’s id comes back', async () => {
      const vendor = await api(json(taken))
      const sent = { result: 'sent', platformId, ...(quoteToken !== undefined && { quoteToken }) }
      expect(await send(vendor.baseUrl)).toEqual(sent)
      expect(vendor.asked).toMatchObject([{ url: path, body: asked, authorization }])
    })

    test('the longest text passes; one character more is asked of nobody', async () => {
      const vendor = await api(json(taken))
      const text = (words: string) => ({ content: { kind: 'text', text: words } as const })
      expect(await send(vendor.baseUrl, text(longest))).toMatchObject({ result: 'sent' })
      if (platform === 'whatsapp') return
      const tooLong = await send(vendor.baseUrl, text(`${longest}x`))
      expect(tooLong).toMatchObject({ result: 'failed', failure: { code: 'too-long' } })
      expect(tooLong.result === 'failed' && tooLong.failure.reason).toContain(String(strategyOf(platform).text.most))
      expect(vendor.asked).toHaveLength(1)
    })

    test('nothing is asked when there is no way to write to them, or this cannot be sent', async () => {
      const vendor = await api(json(taken))
      const strange = [[], [{ ...customer, platform: 'webchat' }], [{ ...customer, kind: 'username' }]]
      for (const handles of strange) {
        expect(await send(vendor.baseUrl, { handles })).toMatchObject({
          result: 'failed',
          failure: { code: 'no-address' }
        })
      }
      const place: Content = { kind: 'location', latitude: 1, longitude: 1 }
      expect(await send(vendor.baseUrl, { content: place })).toMatchObject({ failure: { code: 'unsupported' } })
      expect(vendor.asked).toEqual([])
    })

    test.each(refusals)('answered $status $answer it is $result', async ({ status, answer, result }) => {
      const vendor = await api(json(answer, status))
      expect(await send(vendor.baseUrl)).toMatchObject({ result })
      expect(vendor.asked).toHaveLength(1)
    })

    test('it waits longer each time, and never for ever', async () => {
      const vendor = await api(json(undefined, 429))
      const waits: number[] = []
      for (const tries of [0, 1, 2, 50]) {
        const outcome = await send(vendor.baseUrl, {}, patience(), tries)
        waits.push(outcome.result === 'deferred' ? outcome.afterMs : Number.NaN)
      }
      expect(waits).toEqual([2000, 4000, 8000, 300_000])
    })

    test('before anything was written it is safe to try again', async () => {
      const gone = await api(json(taken))
      await gone.close()
      expect(await send(gone.baseUrl)).toMatchObject({ result: 'deferred', failure: { code: 'unreachable' } })
    })

    test('broken after it was written, or in the middle of the answer, nobody knows', async () => {
      const cut = await api(request => request.socket.destroy())
      expect(await send(cut.baseUrl)).toEqual({ result: 'unknown' })
      const half = await api((request, response) => {
        response.writeHead(200, { 'content-length': '500' })
        response.write('{"message_id":', () => request.socket.destroy())
      })
      expect(await send(half.baseUrl)).toEqual({ result: 'unknown' })
      expect([...cut.asked, ...half.asked]).toHaveLength(2)
    })

    test('without an answer until we give up, nobody knows', async () => {
      const giveUp = new AbortController()
      const vendor = await api(() => giveUp.abort())
      expect(await send(vendor.baseUrl, {}, giveUp.signal)).toEqual({ result: 'unknown' })
    })

    test('a redirect is not followed: the token is for one address only', async () => {
      const thief = await api(json(taken))
      const vendor = await api((_request, response) => response.writeHead(307, { location: thief.baseUrl }).end())
      expect(await send(vendor.baseUrl)).toEqual({ result: 'unknown' })
      expect(thief.asked).toEqual([])
    })
  }
)
