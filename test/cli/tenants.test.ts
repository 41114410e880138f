import { expect, test } from 'vitest'
import { daybook, itemsOf, sampleData, scratch } from './daybook.ts'

const places = scratch()

test('another workspace begins with its admin, who works in no other', { timeout: 240_000 }, async () => {
  const home = { DATA_DIR: places.empty() }
  sampleData(home.DATA_DIR)
  const add = (email: string) =>
    daybook(home, 'tenants', 'add', '--name', 'Second shop', '--admin', 'Ida', '--email', email, '--json')
  const added = await add('ida@second.test')
  expect([added.code, added.err]).toEqual([0, ''])
  const [made] = itemsOf(added)
  expect(made).toMatchObject({ email: 'ida@second.test', password: expect.any(String) as unknown })
  const all = itemsOf(await daybook(home, 'tenants', '--json'))
  expect(all.map(({ tenant, name }) => [tenant, name])).toEqual(
    expect.arrayContaining([
      ['demo', 'Ink & Paper'],
      [made?.['tenant'], 'Second shop']
    ])
  )
  const link = await daybook(home, 'users', 'link', '--tenant', String(made?.['tenant']), '--email', 'ida@second.test')
  expect(link.code).toBe(0)

  for (const taken of ['agent1@demo.test', 'ida@second.test']) {
    const again = await add(taken)
    expect([again.code, again.err]).toEqual([1, `${taken} signs in already, here or in another workspace.\n`])
  }
  expect(itemsOf(await daybook(home, 'tenants', '--json'))).toHaveLength(2)
})
