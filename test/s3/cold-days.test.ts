import { afterAll, beforeAll, expect, test } from 'vitest'
import { bucketOf } from '../../sync-server/days/s3/bucket.ts'
import { s3Archive } from '../../sync-server/days/s3/s3-archive.ts'
import { everythingOf, live, openHouse } from '../days/given.ts'
import { database, freshTenant } from '../support/database.ts'
import { account, bucketName, startS3, type S3 } from './emulator.ts'

const db = database()
let s3: S3
beforeAll(async () => {
  s3 = await startS3()
})
afterAll(() => s3.close())

test('days leave for a bucket in bad weather, and everything is read from there as before', async () => {
  const bucket = bucketOf(`s3://${bucketName}/days`, {
    AWS_ACCESS_KEY_ID: account.id,
    AWS_SECRET_ACCESS_KEY: account.secret,
    AWS_SESSION_TOKEN: account.session,
    AWS_REGION: 'eu-central-1',
    AWS_ENDPOINT_URL_S3: s3.url
  })
  const archive = s3Archive(bucket, { attempts: 5, answerMs: 60_000, pauseMs: 1 })
  const clock = { at: Date.parse('2036-01-01T10:00Z') }
  const tenant = freshTenant()
  const house = await openHouse(db.sql, archive, () => clock.at)
  await live(house, tenant, clock, 13, 3)
  const before = await everythingOf(house, tenant)
  await house.days.close()
  s3.weather.push('slow-down', 'hang-up', 'half', 'internal-error', 'flipped')
  expect(await house.days.archive()).toEqual(['2036-01-01', '2036-01-02', '2036-01-03'])
  expect([...s3.objects.keys()]).toHaveLength(3)
  await house.log.close()

  const next = await openHouse(db.sql, archive, () => clock.at)
  s3.weather.push('half', 'slow-down', 'flipped')
  expect(await everythingOf(next, tenant)).toEqual(before)
  expect(s3.weather).toEqual([])
  await next.log.close()
})
