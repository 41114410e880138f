import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { dismiss, pause, resume, toast, toasts } from '../../web/ui/toast.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  for (const { id } of toasts.value) dismiss(id)
  vi.useRealTimers()
})

const said = () => toasts.value.map(({ text }) => text)

test('of more than three the oldest goes, but not one that somebody reads or is about to press', () => {
  const first = toast('first')
  for (const words of ['second', 'third']) toast(words)
  pause(first)
  toast('fourth')
  expect(said()).toEqual(['first', 'third', 'fourth'])
  resume(first)
  toast('fifth')
  expect(said()).toEqual(['third', 'fourth', 'fifth'])
})

test('each goes after its time, and one that is read does not', () => {
  const first = toast('first')
  toast('second')
  pause(first)
  vi.advanceTimersByTime(60_000)
  expect(said()).toEqual(['first'])
  resume(first)
  vi.advanceTimersByTime(60_000)
  expect(said()).toEqual([])
})
