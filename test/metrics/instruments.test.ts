import { expect, test } from 'vitest'
import { counter, exposition, gauge, histogram } from '../../sync-server/metrics/instruments.ts'

test('a histogram counts what is at or below each bound, and all of it', async () => {
  const seconds = histogram('x_seconds', 'How long.', [0.1, 1])
  for (const value of [0.05, 0.1, 0.5, 3]) seconds.observe(value)
  expect(await exposition([seconds])).toBe(
    [
      '# HELP x_seconds How long.',
      '# TYPE x_seconds histogram',
      'x_seconds_bucket{le="0.1"} 2',
      'x_seconds_bucket{le="1"} 3',
      'x_seconds_bucket{le="+Inf"} 4',
      'x_seconds_sum 3.65',
      'x_seconds_count 4',
      '# HELP daybook_metrics_missing Measures that could not be taken, and are not here: the database or the disk does not answer.',
      '# TYPE daybook_metrics_missing gauge',
      'daybook_metrics_missing 0',
      ''
    ].join('\n')
  )
})

test('a counter keeps its labels apart, and a label cannot break out of its quotes', async () => {
  const calls = counter('calls_total', 'Calls.')
  calls.add({ status: '200' })
  calls.add({ status: '200' }, 2)
  calls.add({ status: 'a"b\\c\nd' })
  const text = await exposition([calls])
  expect(text).toContain('calls_total{status="200"} 3\n')
  expect(text).toContain('calls_total{status="a\\"b\\\\c\\nd"} 1\n')
})

test('a gauge is asked when somebody looks', async () => {
  let free = 1
  const disk = gauge('free_bytes', 'Free.', async () => [{ value: free }])
  free = 2
  expect(await exposition([disk])).toContain('\nfree_bytes 2\n')
})

test('what cannot be asked while the database is away is left out and counted, and the rest is there', async () => {
  const away = gauge('stored', 'Of the database.', () => Promise.reject(new Error('connect ECONNREFUSED')))
  const here = gauge('memory_bytes', 'Memory.', () => [{ value: 7 }])
  const missing = (text: string) => /^daybook_metrics_missing (\d)$/m.exec(text)?.[1]
  const text = await exposition([away, here])
  expect([text.includes('stored'), text.includes('memory_bytes 7\n'), missing(text)]).toEqual([false, true, '1'])
  expect(missing(await exposition([here]))).toBe('0')
})
