import { once } from 'node:events'
import { request as ask, type IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { archiveFinding } from '../../sync-server/cli/jobs/examine-archive.ts'
import type { Archive } from '../../sync-server/days/archive.ts'
import type { Patience, Send } from '../../sync-server/days/s3/ask.ts'
import { bucketOf } from '../../sync-server/days/s3/bucket.ts'
import { s3Archive } from '../../sync-server/days/s3/s3-archive.ts'
import { archiveContract } from '../contracts/archive.ts'
import { bucketName, startS3, environmentOf, type Weather } from './emulator.ts'

const s3 = await startS3()
afterAll(() => s3.close())
beforeEach(() => {
  s3.objects.clear()
  s3.weather.length = 0
  s3.answers.length = 0
})

const environment = environmentOf(s3)
type Settings = Partial<typeof environment>

const quick: Patience = { attempts: 4, answerMs: 60_000, pauseMs: 1 }

function open(path = '', settings: Settings = {}, patience = quick, send?: Send): Archive {
  return s3Archive(bucketOf(`s3://${bucketName}${path}`, { ...environment, ...settings }), patience, send)
}

/** `bucket.s3.test` is here, as it would be with a name server: only the connection knows better than the request. */
const byHost: Send = async request => {
  const { host, pathname, search } = new URL(request.url)
  const headers = { ...Object.fromEntries(request.headers), host }
  const asked = ask({ port: s3.port, method: request.method, path: pathname + search, headers })
  asked.end(Buffer.from(await request.arrayBuffer()))
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  const body = await buffer(response)
  const { statusCode: status = 0 } = response
  return new Response(status === 204 ? null : body, { status, headers: response.headers as Record<string, string> })
}

describe('in a bucket that is addressed by its path,', () => archiveContract(() => Promise.resolve(open())))
describe('under a prefix,', () => archiveContract(() => Promise.resolve(open('/our/days'))))
describe('in a bucket that is addressed by its host,', () => {
  const named = { AWS_ENDPOINT_URL_S3: `http://${bucketName}.s3.test` }
  archiveContract(() => Promise.resolve(open('', named, quick, byHost)))
})

const day = Buffer.from('everything that was said on a day')

test('two archives in one bucket do not see each other', async () => {
  await open('/one').put('a/1.day', day)
  await open('/another').put('a/2.day', day)
  expect(await open('/one').list('')).toEqual(['a/1.day'])
  expect(await open().list('')).toEqual(['another/a/2.day', 'one/a/1.day'])
  expect(await open('/one').get('a/2.day')).toBeUndefined()
})

describe('bad weather', () => {
  const passing: Weather[] = ['slow-down', 'internal-error', 'hang-up']
  test('that passes is waited out, whatever was asked', async () => {
    const archive = open()
    const everything = [
      () => archive.put('a/1.day', day),
      async () => expect(await archive.get('a/1.day')).toEqual(new Uint8Array(day)),
      async () => expect(await archive.list('')).toEqual(['a/1.day']),
      () => archive.remove('a/1.day')
    ]
    for (const ask of everything) {
      s3.weather.push(...passing)
      await ask()
      expect(s3.weather).toEqual([])
    }
    expect(s3.answers.filter(one => one.endsWith('503'))).toHaveLength(everything.length)
  })

  test.each<Weather>(['half', 'flipped'])('that leaves a file %s is seen, and the file is fetched again', async one => {
    const archive = open()
    await archive.put('a/1.day', day)
    s3.weather.push(one)
    expect(await archive.get('a/1.day')).toEqual(new Uint8Array(day))
    expect(s3.weather).toEqual([])
    s3.weather.push(one, one, one, one)
    await expect(archive.get('a/1.day')).rejects.toMatchObject({ name: 'ArchiveUnreachable' })
  })

  test('that cuts a list never makes it shorter', async () => {
    const archive = open()
    for (let i = 1; i <= 9; i++) await archive.put(`a/${i}.day`, day)
    s3.weather.push('half-list')
    expect(await archive.list('')).toHaveLength(9)
    s3.weather.push('half-list', 'half-list', 'half-list', 'half-list')
    await expect(archive.list('')).rejects.toMatchObject({ name: 'ArchiveUnreachable' })
  })

  test('that stays ends after as many attempts as were set, with the reason', async () => {
    s3.weather.push('slow-down', 'slow-down', 'slow-down', 'slow-down')
    await expect(open().put('a/1.day', day)).rejects.toMatchObject({
      name: 'ArchiveUnreachable',
      message: `the archive cannot be reached: ${bucketName}: it answers 503 SlowDown`
    })
    expect([s3.answers, s3.weather, s3.objects.size]).toEqual([Array(4).fill('PUT 503'), [], 0])
  })

  test('in which nobody answers ends as well, and nothing is claimed of the file', async () => {
    s3.weather.push('never', 'never')
    const hasty = open('', {}, { attempts: 2, answerMs: 40, pauseMs: 1 })
    await expect(hasty.get('a/1.day')).rejects.toMatchObject({ name: 'ArchiveUnreachable' })
    const nowhere = open('', { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9' })
    await expect(nowhere.get('a/1.day')).rejects.toThrow(/cannot be reached: daybook-archive: fetch failed/)
  })
})

describe('what only people can mend', () => {
  const wrong: [Settings, string][] = [
    [{ AWS_SECRET_ACCESS_KEY: 'another/secret' }, '403 SignatureDoesNotMatch'],
    [{ AWS_ACCESS_KEY_ID: 'AKIDOTHER' }, '403 InvalidAccessKeyId'],
    [{ AWS_SESSION_TOKEN: 'another-session' }, '400 InvalidToken'],
    [{ AWS_REGION: 'eu-west-1' }, '400 AuthorizationHeaderMalformed']
  ]
  test.each(wrong)('with %j is told at once as %s, without a secret', async (settings, told) => {
    const archive = open('', settings)
    for (const ask of [() => archive.put('a/1.day', day), () => archive.get('a/1.day'), () => archive.list('')]) {
      const error = await ask().then(
        () => undefined,
        (failed: unknown) => failed as Error
      )
      expect(error).toMatchObject({ name: 'ArchiveUnreachable', message: expect.stringContaining(told) as string })
      const everything = JSON.stringify([error, error?.stack, error?.cause, (error?.cause as Error | undefined)?.stack])
      expect(everything).not.toMatch(/secret|session-of|another|AKID/)
    }
    expect(s3.answers).toHaveLength(3)
    expect(s3.objects.size).toBe(0)
  })

  test('is a bucket that is not there, which is not an empty one', async () => {
    const elsewhere = s3Archive(bucketOf('s3://no-such-bucket', environment), quick)
    const told = { name: 'ArchiveUnreachable', message: expect.stringContaining('404 NoSuchBucket') as string }
    await expect(elsewhere.get('a/1.day')).rejects.toMatchObject(told)
    await expect(elsewhere.list('')).rejects.toMatchObject(told)
  })
})

test('the doctor tries it, and tells what is wrong without a secret', async () => {
  const finding = (settings: Settings) => archiveFinding({ archive: open('/our/days', settings) })
  expect(await finding({})).toMatchObject({ state: 'ok', found: `s3://${bucketName}/our/days/ is written and read` })
  expect(s3.objects.size).toBe(0)
  const bad = await finding({ AWS_SECRET_ACCESS_KEY: 'another/secret' })
  expect(bad).toMatchObject({ state: 'bad', found: expect.stringContaining('403 SignatureDoesNotMatch') as string })
  expect(JSON.stringify(bad)).not.toContain('another')
})

test('where an archive is says nothing of its keys', () => {
  expect(open('/our/days').place).toBe(`s3://${bucketName}/our/days/`)
})
