import { expect, test } from 'vitest'
import { readConfig } from '../../sync-server/config.ts'

test('days leave for the archive in the data directory after 400 days, if nothing else is said', () => {
  expect(readConfig({ DATA_DIR: '/srv/day book' }, [])).toMatchObject({
    archive: 'file:///srv/day%20book/archive',
    coldAfterDays: 400
  })
})

test('the archive and the age can be set, and 0 means never', () => {
  expect(readConfig({ ARCHIVE_URL: 'file:///mnt/archive', COLD_AFTER_DAYS: '0' }, [])).toMatchObject({
    archive: 'file:///mnt/archive',
    coldAfterDays: 0
  })
})

const s3 = { ARCHIVE_URL: 's3://my-bucket/a/b', AWS_ACCESS_KEY_ID: 'me', AWS_SECRET_ACCESS_KEY: 'hush' }

test.each([
  [{}, 'https://my-bucket.s3.us-east-1.amazonaws.com'],
  [{ AWS_REGION: 'eu-central-1', AWS_DEFAULT_REGION: 'x' }, 'https://my-bucket.s3.eu-central-1.amazonaws.com'],
  [{ AWS_DEFAULT_REGION: 'cn-north-1' }, 'https://my-bucket.s3.cn-north-1.amazonaws.com.cn'],
  // No certificate covers a bucket’s name with a dot in it.
  [{ ARCHIVE_URL: 's3://my.bucket/a/b/' }, 'https://s3.us-east-1.amazonaws.com/my.bucket'],
  [{ AWS_ENDPOINT_URL: 'http://store:9000/' }, 'http://store:9000/my-bucket'],
  [{ AWS_ENDPOINT_URL_S3: 'https://here', AWS_ENDPOINT_URL: 'https://not-here' }, 'https://here/my-bucket'],
  [{ AWS_ENDPOINT_URL_S3: 'https://my-bucket.fra1.example.com' }, 'https://my-bucket.fra1.example.com']
])('a bucket with %j is at %s', (env, address) => {
  const { archive } = readConfig({ ...s3, ...env }, [])
  expect(archive).toMatchObject({ address, prefix: 'a/b/', keys: { id: 'me', secret: 'hush', session: undefined } })
})

test.each([
  [{ AWS_ACCESS_KEY_ID: '' }, 'ARCHIVE_URL needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.'],
  [
    { AWS_SECRET_ACCESS_KEY: 'hush\n' },
    'AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN must be without'
  ],
  [{ AWS_ENDPOINT_URL_S3: 'store:9000' }, 'AWS_ENDPOINT_URL_S3 must be an http or https address'],
  [
    { AWS_ENDPOINT_URL: 'https://me:hush@store' },
    'AWS_ENDPOINT_URL_S3 must be an http or https address, without a pass'
  ],
  [{ ARCHIVE_URL: 's3://' }, 'ARCHIVE_URL must be file:///a/directory or s3://bucket/prefix.'],
  [{ ARCHIVE_URL: 's3://my-bucket/../x' }, 'ARCHIVE_URL must be file:///a/directory or s3://bucket/prefix.'],
  [{ ARCHIVE_URL: 's3://My_Bucket/x' }, 'ARCHIVE_URL must be file:///a/directory or s3://bucket/prefix.']
])('a bucket with %j is refused with a sentence, and no secret is in it', (env, sentence) => {
  const refused = () => readConfig({ ...s3, ...env }, [])
  expect(refused).toThrow(sentence)
  expect(refused).not.toThrow(/hush/)
})

test('the files of messages may be in a directory or a bucket of their own, and are in the data directory otherwise', () => {
  expect(readConfig({}, []).media).toBeUndefined()
  expect(readConfig({ MEDIA_URL: 'file:///mnt/media' }, []).media).toBe('file:///mnt/media')
  const { media, archive } = readConfig({ ...s3, MEDIA_URL: 's3://files-of-ours' }, [])
  expect([media, archive]).toMatchObject([{ name: 'files-of-ours', prefix: '' }, { name: 'my-bucket' }])
  expect(() => readConfig({ MEDIA_URL: 's3://files-of-ours' }, [])).toThrow('MEDIA_URL needs AWS_ACCESS_KEY_ID')
  expect(() => readConfig({ MEDIA_URL: '/mnt/media' }, [])).toThrow('MEDIA_URL must be file:///a/directory')
})

test.each([
  [{ COLD_AFTER_DAYS: '-1' }, 'COLD_AFTER_DAYS must be a number of days, or 0 for never.'],
  [{ COLD_AFTER_DAYS: 'soon' }, 'COLD_AFTER_DAYS must be a number of days, or 0 for never.'],
  [{ ARCHIVE_URL: '/mnt/archive' }, 'ARCHIVE_URL must be file:///a/directory'],
  [{ ARCHIVE_URL: 'file://elsewhere/archive' }, 'ARCHIVE_URL must be file:///a/directory'],
  [{ ARCHIVE_URL: 'ftp://host/archive' }, 'ARCHIVE_URL must be file:///a/directory']
])('%j is refused with a sentence', (env, sentence) => {
  expect(() => readConfig(env, [])).toThrow(sentence)
})
