import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Content, MediaKind } from '../../shared/conversations/content.ts'
import { kindFor } from '../../shared/platforms/files.ts'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import { pictureOf } from '../../sync-server/emulator/picture.ts'
import { linkRoutes } from '../../sync-server/media/link-route.ts'
import { fileLinks } from '../../sync-server/media/links.ts'
import type { KeptRow } from '../../sync-server/media/names.ts'
import { fileStore } from '../../sync-server/media/store.ts'
import { fileOf } from '../../sync-server/platforms/reply-file.ts'
import { platformOf } from '../../sync-server/platforms/registry.ts'
import { fileVendor, instagramJudge, lineJudge, messengerJudge, twilioJudge, type Judge } from './file-vendors.ts'
import { vendorAccounts, vendors } from './contract/vendors.ts'

const place = mkdtempSync(join(tmpdir(), 'daybook-out-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))
const store = fileStore(place)
const kept = new Map<string, KeptRow>()
const rows = {
  of: (tenant: string, talk: string, file: string) =>
    Promise.resolve(tenant === 't' && talk === 'talk' ? kept.get(file) : undefined)
}
const links = fileLinks(randomBytes(32), Date.now)
const routes = linkRoutes(links, { rows, store } as unknown as Parameters<typeof linkRoutes>[1])
const origin = 'https://inbox.example.com'
const open: (() => Promise<void>)[] = []
beforeEach(() => kept.clear())
afterEach(async () => {
  await Promise.all(open.splice(0).map(close => close()))
})

/** The way from a vendor to this server, as the world sees it. */
const reach = async (address: string, method = 'GET') =>
  address.startsWith(`${origin}/files/`) ? routes.request(address.slice(`${origin}/files`.length), { method }) : null

type Sent = { mime?: string; media?: MediaKind; bytes?: Buffer; caption?: string; seconds?: number; reached?: boolean }

async function send(platform: string, judge: Judge, sent: Sent = {}, before?: () => void) {
  const vendor = await fileVendor(judge, reach)
  open.push(vendor.close)
  const { mime = 'image/png', bytes = pictureOf('out'), caption, seconds, reached = true } = sent
  const media = sent.media ?? kindFor(strategyOf(platform), mime)!
  const { file } = await store.keep('t', new Blob([new Uint8Array(bytes)]).stream(), 1e9)
  kept.set(file, { file, mime, bytes: bytes.length })
  const item = { media, file, mime, bytes: bytes.length, name: 'Rechnung Größe.x', ...(seconds && { seconds }) }
  const content: Content = { kind: 'media', items: [item], ...(caption !== undefined && { caption }) }
  const platformPort = platformOf(platform)!
  const linkTo: Parameters<typeof fileOf>[0]['linkTo'] = (of, forMs) => origin + links.pathTo(of, forMs)
  const opened = { openFile: () => store.blob('t', file), ...(reached && { linkTo }) }
  const outgoing = await fileOf(opened, { tenant: 't', conversation: 'talk' }, content, platformPort)
  if (typeof outgoing === 'string') throw new Error(outgoing)
  before?.()
  const { customer } = vendors.find(one => one.platform === platform)!
  const account = vendorAccounts[platform as keyof typeof vendorAccounts]
  const outcome = await platformPort.send(
    { message: 'reply-1', content, file: outgoing, handles: [customer], late: false },
    { tenant: 't', inbox: 'i', platform, account, appSecret: 's', verifyToken: 'v', accessToken: 'a', baseUrl: null },
    { tries: 0, baseUrl: vendor.baseUrl, hook: null, signal: AbortSignal.timeout(60_000) }
  )
  return { outcome, had: vendor.had, paths: vendor.paths, bytes }
}

const wav = Buffer.from(
  '524946462400000057415645666d7420100000000100010080bb000000770100020010006461746100000000',
  'hex'
)
const mp4 = Buffer.from('000000186674797069736f6d0000020069736f6d69736f32', 'hex')
const m4a = Buffer.from('00000018667479704d344120000002004d3441206d703432', 'hex')
const pdf = Buffer.from('%PDF-1.7\n')

describe.each([
  ['messenger', messengerJudge, 'm_9', 'image'],
  ['instagram', () => instagramJudge, 'm_9', 'image'],
  ['line', () => lineJudge, '46123', 'image'],
  ['sms', () => twilioJudge, `MM${'0'.repeat(31)}8`, 'mms']
] as const)('a photo on %s', (platform, judge, platformId, as) => {
  test('arrives to the byte, and as a photo', async () => {
    const { outcome, had, bytes } = await send(platform, judge())
    expect(outcome).toEqual({ result: 'sent', platformId, ...(platform === 'line' && { quoteToken: 'q' }) })
    expect(had).toEqual([{ as, type: 'image/png', bytes }])
  })
})

test.each(['instagram', 'line', 'sms'])('on %s nothing is asked where the world does not reach us', async platform => {
  const judge: Judge = () => Promise.reject(new Error('nobody was to be asked'))
  const { outcome, paths } = await send(platform, judge, { reached: false })
  const reason = expect.stringContaining('PUBLIC_ORIGIN')
  expect(outcome).toEqual({ result: 'failed', failure: { code: 'no-public-address', reason } })
  expect(paths).toEqual([])
})

test.each([
  ['messenger', messengerJudge(), 'video/mp4', mp4, 'video'],
  ['messenger', messengerJudge(), 'audio/wav', wav, 'audio'],
  ['messenger', messengerJudge(), 'application/pdf', pdf, 'file'],
  ['instagram', instagramJudge, 'video/mp4', mp4, 'video'],
  ['instagram', instagramJudge, 'audio/wav', wav, 'audio'],
  ['instagram', instagramJudge, 'application/pdf', pdf, 'file'],
  ['line', lineJudge, 'video/mp4', mp4, 'video'],
  ['line', lineJudge, 'audio/mp4', m4a, 'audio'],
  ['sms', twilioJudge, 'video/mp4', mp4, 'mms'],
  ['sms', twilioJudge, 'application/pdf', pdf, 'mms']
] as const)('on %s also what is no photo: %#', async (platform, judge, mime, bytes, as) => {
  const { outcome, had } = await send(platform, judge, { mime, bytes })
  expect([outcome.result, had]).toEqual(['sent', [{ as, type: mime, bytes }]])
})

test('by SMS words go under it, and without words there are none', async () => {
  expect((await send('sms', twilioJudge, { caption: 'Your bill' })).had).toMatchObject([{ words: 'Your bill' }])
})

test('a voice on LINE says how long it is, and one that nobody measured is not refused for it', async () => {
  const durations: unknown[] = []
  const judge: Judge = (asked, fetch) => {
    durations.push((JSON.parse(asked.body.toString()) as { messages: { duration: number }[] }).messages[0]?.duration)
    return lineJudge(asked, fetch)
  }
  const voice = { mime: 'audio/mp4', media: 'voice', bytes: m4a } as const
  expect((await send('line', judge, { ...voice, seconds: 7 })).outcome.result).toBe('sent')
  expect((await send('line', judge, voice)).outcome.result).toBe('sent')
  expect(durations).toEqual([7000, 1000])
})

describe('what a vendor finds wrong is told in words', () => {
  test.each([
    ['messenger', messengerJudge(), { bytes: Buffer.concat([pictureOf('big'), Buffer.alloc(26_214_400)]) }, 'too big'],
    ['messenger', messengerJudge(), { bytes: pdf }, 'another type'],
    ['instagram', instagramJudge, { bytes: Buffer.concat([pictureOf('big'), Buffer.alloc(8_388_608)]) }, 'too big'],
    ['instagram', instagramJudge, { bytes: pdf }, 'another type'],
    ['instagram', instagramJudge, { mime: 'text/html', media: 'document', bytes: pdf }, 'another type'],
    ['sms', twilioJudge, { bytes: Buffer.concat([pictureOf('big'), Buffer.alloc(5_000_000)]) }, 'too big'],
    ['sms', twilioJudge, { mime: 'image/webp', media: 'image' }, 'files of this type']
  ] as const)('%s: %#', async (platform, judge, sent, words) => {
    const { outcome, had } = await send(platform, judge, sent)
    expect(outcome).toMatchObject({ result: 'failed', failure: { reason: expect.stringContaining(words) } })
    expect(had).toEqual([])
  })

  test.each([
    ['instagram', instagramJudge],
    ['sms', twilioJudge]
  ] as const)('%s does not find what was erased in between', async (platform, judge) => {
    const { outcome } = await send(platform, judge, {}, () => kept.clear())
    const reason = expect.stringContaining('could not fetch the file')
    expect(outcome).toMatchObject({ result: 'failed', failure: { reason } })
  })

  test('LINE’s complaint about an address is one about us', async () => {
    const judge: Judge = async () => ({
      answer: {
        status: 400,
        body: { message: 'x', details: [{ message: 'invalid uri scheme', property: 'messages[0].originalContentUrl' }] }
      }
    })
    const reason = expect.stringContaining('PUBLIC_ORIGIN')
    expect((await send('line', judge)).outcome).toMatchObject({ result: 'failed', failure: { reason } })
  })
})

test('on LINE a paper cannot go, and is asked of nobody', async () => {
  expect(kindFor(strategyOf('line'), 'application/pdf')).toBeNull()
  const { outcome, paths } = await send('line', lineJudge, { mime: 'application/pdf', media: 'document', bytes: pdf })
  expect([outcome, paths]).toMatchObject([{ result: 'failed', failure: { code: 'unsupported' } }, []])
})

describe('bringing a file to Messenger', () => {
  test('that breaks is certainly not sent, and is tried again', async () => {
    for (const upload of ['hang up', { status: 502, body: 'a gateway' }, { status: 200, body: {} }] as const) {
      const { outcome, paths } = await send('messenger', messengerJudge(upload))
      expect(outcome).toMatchObject({ result: 'deferred', failure: { code: 'upload' } })
      expect(paths).toEqual([`/v23.0/${vendorAccounts.messenger}/message_attachments`])
    }
  })

  test.each([
    [190, 'stopped'],
    [4, 'deferred'],
    [100, 'failed']
  ])('that is refused with %i is %s, as any message', async (code, result) => {
    const upload = { status: 400, body: { error: { code, message: 'no' } } }
    expect((await send('messenger', messengerJudge(upload))).outcome).toMatchObject({ result })
  })
})
