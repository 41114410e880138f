import { expect, test } from 'vitest'
import { tickets } from '../../sync-server/actors/tickets.ts'

function counted(newest: number) {
  const asked: string[] = []
  const seen = tickets({
    newest: (_, client) => {
      asked.push(`newest of ${client}`)
      return Promise.resolve(newest)
    },
    judged: (_, { client, n }) => {
      asked.push(`${client} ${n}`)
      return Promise.resolve({ n, command: `k${n}`, seq: n, refusal: null })
    }
  })
  return { asked, judged: (client: string, n: number) => seen.judged('tenant', { client, n }) }
}

test('for new tickets the database is asked once per client', async () => {
  const { asked, judged } = counted(4)
  for (const n of [5, 6, 7]) expect(await judged('phone', n)).toBeUndefined()
  expect(await judged('tablet', 9)).toBeUndefined()
  expect(asked).toEqual(['newest of phone', 'newest of tablet'])
})

test('an old ticket is looked up, and so is one that was told a moment ago', async () => {
  const { asked, judged } = counted(4)
  expect(await judged('phone', 3)).toMatchObject({ command: 'k3' })
  expect(await judged('phone', 5)).toBeUndefined()
  expect(await judged('phone', 5)).toMatchObject({ command: 'k5' })
  expect(asked).toEqual(['newest of phone', 'phone 3', 'phone 5'])
})

test('of two new ones at once, both are new', async () => {
  const { judged } = counted(4)
  expect(await Promise.all([judged('phone', 6), judged('phone', 5)])).toEqual([undefined, undefined])
})
