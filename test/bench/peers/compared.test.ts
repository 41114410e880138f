import { expect, test } from 'vitest'
import { comparison } from './compared.ts'

const row = { what: 'p99', when: '5 clients', unit: 'ms' }

test('each peer stands beside ours', async () => {
  const compared = comparison('ours')
  await compared.measure('ours', [row], () => Promise.resolve([2]))
  await compared.measure('theirs', [row], () => Promise.resolve([4]))
  expect(compared.takeFigures()).toEqual([{ ...row, value: 2, peer: { what: 'theirs', value: 4 } }])
})

test('a peer that fails in one round is told as failed, whatever it did in another', async () => {
  const compared = comparison('ours')
  await compared.measure('ours', [row], () => Promise.resolve([2]))
  await compared.measure('theirs', [row], () => Promise.reject(new Error('crashed\nat line 7')))
  await compared.measure('theirs', [row], () => Promise.resolve([1]))
  expect(compared.takeFigures()).toEqual([
    { ...row, value: 2, peer: { what: 'theirs', value: NaN, failed: 'crashed' } }
  ])
  expect(compared.failed).toEqual([])
})

test('what ours could not do is no figure, and the run knows', async () => {
  const compared = comparison('ours')
  await compared.measure('theirs', [row], () => Promise.resolve([1]))
  await compared.measure('ours', [row], () => Promise.reject(new Error('thrown out')))
  expect(compared.takeFigures()[0]?.value).toBeNaN()
  expect(compared.failed).toHaveLength(1)
})
