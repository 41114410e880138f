// @module-tag long
import { describe, expect, test } from 'vitest'
import { tokenMadeAt } from '../../sync-server/emulator/meta/tokens.ts'
import { platformOf } from '../../sync-server/platforms/registry.ts'
import { stage } from './stage.ts'

const on = stage('instagram')
const dayMs = 86_400_000
const madeDaysAgo = (days: number) => tokenMadeAt(Date.now() - days * dayMs, on.inbox.accessToken)
const reaching = () => ({ baseUrl: on.at(''), signal: AbortSignal.timeout(30_000) })
const renew = (accessToken: string) => platformOf('instagram')!.renew!({ ...on.inbox, accessToken }, reaching())
const knock = (accessToken: string) => platformOf('instagram')!.knock!({ ...on.inbox, accessToken }, reaching())

describe('Instagram’s access tokens', () => {
  test('hold for sixty days, and are renewed from their second day on', async () => {
    for (const [days, result] of [
      [0, 'refused'],
      [2, 'renewed'],
      [59, 'renewed'],
      [61, 'refused']
    ] as const) {
      expect([days, (await renew(madeDaysAgo(days))).result]).toEqual([days, result])
    }
    expect((await knock(madeDaysAgo(59))).result).toBe('open')
    expect((await knock(madeDaysAgo(61))).result).toBe('shut')
    expect((await renew('forged')).result).toBe('refused')
  })

  test('a renewed one opens the account for sixty days more', async () => {
    const renewed = await renew(madeDaysAgo(59))
    if (renewed.result !== 'renewed') throw new Error(renewed.result)
    expect(renewed.forMs).toBe(60 * dayMs)
    expect((await knock(renewed.accessToken)).result).toBe('open')
    expect((await renew(renewed.accessToken)).result).toBe('refused')
  })

  test('while it is down nobody knows', async () => {
    await on.mood({ down: true })
    expect((await renew(madeDaysAgo(2))).result).toBe('unasked')
    await on.mood({ down: false })
  })
})
