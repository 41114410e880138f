import { expect, test } from 'vitest'
import type { Fact } from '../../shared/kernel/message.ts'
import { sentUnder } from '../../web/app/sent-under.ts'
import { reply } from '../web/support/shop.ts'

const id = 'g-1'
const mine = { ...reply('mine'), id, at: 1 }
const fact = (text: string) =>
  ({ type: 'conversation.replied', cause: id, content: { kind: 'text', text } }) as never as Fact

test('what leaves the outbox for the log while that is read was sent all the same', async () => {
  const outbox = new Map([[id, mine]])
  const recorded = async () => {
    outbox.delete(id)
    return undefined
  }
  expect(await sentUnder({ waiting: one => outbox.get(one), recorded }, id)).toBe('mine')
})

test('what another tab puts into the outbox while the log is read is seen', async () => {
  const outbox = new Map<string, typeof mine>()
  const recorded = async () => {
    outbox.set(id, mine)
    return undefined
  }
  expect(await sentUnder({ waiting: one => outbox.get(one), recorded }, id)).toBe('mine')
})

test('what is recorded counts, whatever waits here', async () => {
  expect(await sentUnder({ waiting: () => mine, recorded: async () => fact('theirs') }, id)).toBe('theirs')
})

test('under an id that nobody used, nothing went', async () => {
  expect(await sentUnder({ waiting: () => undefined, recorded: async () => undefined }, id)).toBe(null)
})
