import { expect, test } from 'vitest'
import { readConfig } from '../../sync-server/config.ts'

test('days leave for the archive in the data directory after 400 days, if nothing else is said', () => {
  expect(readConfig({ DATA_DIR: '/srv/day book' }, [])).toMatchObject({
    archiveUrl: 'file:///srv/day%20book/archive',
    coldAfterDays: 400
  })
})

test('the archive and the age can be set, and 0 means never', () => {
  expect(readConfig({ ARCHIVE_URL: 'file:///mnt/archive', COLD_AFTER_DAYS: '0' }, [])).toMatchObject({
    archiveUrl: 'file:///mnt/archive',
    coldAfterDays: 0
  })
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
