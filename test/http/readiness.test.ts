import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { readiness } from '../../sync-server/http/readiness.ts'

test('a page that was opened while the server starts looks again by itself, and is there then', async () => {
  const { shell, serve } = readiness()
  const before = await shell.request('/inbox/all')
  expect([before.status, before.headers.get('refresh'), before.headers.get('retry-after')]).toEqual([503, '2', '2'])
  expect(await before.text()).toBe('Daybook is starting.')
  serve(
    new Hono().get('*', context => context.text('here')),
    () => Promise.resolve()
  )
  const after = await shell.request('/inbox/all')
  expect([await after.text(), after.headers.get('refresh')]).toEqual(['here', null])
})
