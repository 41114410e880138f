import { expect, test } from 'vitest'
import type { EmulatorState, Mood, Phone, Traffic } from '../../shared/protocol/emulator.ts'
import { strategies } from '../../shared/platforms/strategies.ts'
import { errorKinds } from '../../web/emulator/error-codes.ts'
import { happened, weather } from '../../web/emulator/happened.ts'
import { phoneDays } from '../../web/emulator/phone-days.ts'

const clear: Mood = {
  latencyMs: 0,
  down: false,
  answersLost: false,
  error: null,
  duplicate: false,
  shuffle: false,
  phonesOff: false,
  away: false
}

function phone(id: string, messages: number, unread = 0, platform = 'whatsapp'): Phone {
  const said = Array.from({ length: messages }, (_, n) => ({
    id: `${id}-${n}`,
    from: 'customer' as const,
    kind: 'text' as const,
    text: 'Hello',
    at: n,
    ticks: 'sent' as const
  }))
  return { platform, id, name: id, number: id, messages: said, unread, windowClosesAt: null }
}

function exchange(id: string, status: number | null, platform = 'whatsapp'): Traffic {
  return { id, platform, at: 0, way: 'webhook', title: id, status, tookMs: null, request: null, answer: null }
}

const standIn = (platform: string) => ({ platform, address: '1', inbox: `demo-${platform}`, says: [], mood: clear })
const state: EmulatorState = {
  business: { name: 'Shop' },
  standIns: [standIn('whatsapp'), standIn('telegram')],
  phones: [phone('a', 1), phone('b', 1, 2)],
  traffic: []
}
const ids = ({ phones }: EmulatorState) => phones.map(({ id }) => id)

test('a phone on which something was said comes first; one that was only looked at stays where it is', () => {
  expect(ids(happened(state, { type: 'phone', phone: phone('b', 2) }))).toEqual(['b', 'a'])
  const looked = happened(state, { type: 'phone', phone: phone('b', 1, 0) })
  expect(ids(looked)).toEqual(['a', 'b'])
  expect(looked.phones[1]?.unread).toBe(0)
})

test('a new customer comes first, also before having written', () => {
  expect(ids(happened(state, { type: 'phone', phone: phone('new', 0) }))).toEqual(['new', 'a', 'b'])
})

test('an exchange is completed in its place, and fifty are kept', () => {
  let now = state
  for (let n = 0; n < 60; n++) now = happened(now, { type: 'traffic', traffic: exchange(`t${n}`, null) })
  now = happened(now, { type: 'traffic', traffic: exchange('t30', 200) })
  expect(now.traffic).toHaveLength(50)
  expect(now.traffic[0]?.id).toBe('t10')
  expect(now.traffic[20]).toEqual(exchange('t30', 200))
  const beside = happened(now, { type: 'traffic', traffic: exchange('u', null, 'telegram') })
  expect(beside.traffic).toHaveLength(51)
})

test('the same id on another platform is another phone, and each platform has a weather of its own', () => {
  const both = happened(state, { type: 'phone', phone: phone('a', 1, 0, 'telegram') })
  expect(both.phones.map(({ platform, id }) => `${platform} ${id}`)).toEqual(['telegram a', 'whatsapp a', 'whatsapp b'])
  const { standIns } = happened(state, { type: 'mood', platform: 'telegram', mood: { ...clear, down: true } })
  expect(standIns.map(({ mood }) => mood.down)).toEqual([false, true])
})

test('the sky says at one look whether agents can send', () => {
  expect(weather(clear)).toBe('clear')
  expect(weather({ ...clear, duplicate: true })).toBe('rain')
  expect(weather({ ...clear, latencyMs: 5000 })).toBe('rain')
  expect(weather({ ...clear, duplicate: true, error: '131056' })).toBe('storm')
  expect(weather({ ...clear, down: true })).toBe('storm')
})

test('every error code is offered once', () => {
  const offered = strategies.map(({ platform }) =>
    errorKinds(platform).flatMap(({ codes }) => codes.map(([code]) => code))
  )
  for (const codes of offered) expect(new Set(codes).size).toBe(codes.length)
  expect(errorKinds('whatsapp').flatMap(({ codes }) => codes)).toHaveLength(28)
})

test('messages stand under their days', () => {
  const days = phoneDays(phone('a', 4).messages, at => String(Math.floor(at / 2)))
  expect(days.map(({ messages }) => messages.length)).toEqual([2, 2])
})
