import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Misconfigured } from '../../sync-server/config.ts'
import { masterKeyOf } from '../../sync-server/sealing/master-key.ts'
import { given, shop } from './given.ts'

const here = given()
const path = () => join(here.dataDir, 'master.key')

describe('the master key', () => {
  test('is in the data directory, for nobody but the operator’s account, and stays the same', async () => {
    expect(statSync(path()).mode & 0o777).toBe(0o600)
    const key = await masterKeyOf(here.dataDir, here.core.sql)
    expect(key).toHaveLength(32)
    expect(await masterKeyOf(here.dataDir, here.core.sql)).toEqual(key)
    expect(readFileSync(path(), 'utf8').trim()).toBe(key.toString('base64'))
  })

  test('that is gone, or another one, is told, and no new one takes its place', async () => {
    await (await shop(here)).writes('Ada', 'Hello')
    renameSync(path(), `${path()}.away`)
    await expect(here.again()).rejects.toThrow(Misconfigured)
    await expect(here.again()).rejects.toThrow(/master\.key is missing.*Put it back/)
    for (const wrong of [randomBytes(32).toString('base64'), 'not a key', '']) {
      writeFileSync(path(), wrong)
      await expect(here.again()).rejects.toThrow(/master\.key is not the key/)
    }
    renameSync(`${path()}.away`, path())
    await (await here.again()).log.close()
  })
})
