import { createHmac } from 'node:crypto'
import * as v from 'valibot'
import { emulatorState, type Mood, type Phone } from '../../shared/protocol/emulator.ts'
import type { RunningServer } from '../support/server.ts'

/** What Meta would post, as its documentation has it. */
const appSecret = 'demo-app-secret'
const phoneNumberId = '100000000000001'

export type Inbound = {
  readonly id: string
  readonly from: string
  readonly name: string
  readonly text: string
  readonly at: number
}

export function payloadOf(...messages: readonly Inbound[]): string {
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '15550001111', phone_number_id: phoneNumberId },
    contacts: [...new Map(messages.map(one => [one.from, { profile: { name: one.name }, wa_id: one.from }])).values()],
    messages: messages.map(({ id, from, text, at }) => ({
      id,
      from,
      timestamp: String(Math.floor(at / 1000)),
      type: 'text',
      text: { body: text }
    }))
  }
  const entry = [{ id: '200000000000002', changes: [{ field: 'messages', value }] }]
  return JSON.stringify({ object: 'whatsapp_business_account', entry })
}

export function post(server: RunningServer, body: string, secret = appSecret): Promise<Response> {
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
  return fetch(`${server.url}/hooks/whatsapp/demo-whatsapp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': signature },
    body
  })
}

/** A customer writes, and what it is stored as is answered: no more than once, and only when it is on disk. */
export async function customerWrites(
  server: RunningServer,
  message: Omit<Inbound, 'at'> & { at?: number }
): Promise<void> {
  const answer = await post(server, payloadOf({ at: Date.now(), ...message }))
  if (answer.status !== 200) throw new Error(`the webhook answered ${answer.status}`)
}

export async function phoneOf(server: RunningServer, id: string): Promise<Phone | undefined> {
  const state = v.parse(emulatorState, await (await fetch(`${server.url}/emulator/state`)).json())
  return state.phones.find(one => one.platform === 'whatsapp' && one.id === id)
}

export async function setMood(server: RunningServer, mood: Partial<Mood>): Promise<void> {
  const answer = await fetch(`${server.url}/emulator/mood/whatsapp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(mood)
  })
  if (!answer.ok) throw new Error(`the emulator answered ${answer.status}`)
}

/** The business's words on this customer's phone, in order. */
export async function onThePhone(server: RunningServer, id: string): Promise<string[]> {
  const phone = await phoneOf(server, id)
  return (phone?.messages ?? []).filter(one => one.from === 'business').map(one => one.text)
}
