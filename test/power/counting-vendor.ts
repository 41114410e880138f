import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as v from 'valibot'
import type { Chance } from './chance.ts'

/** Where a call is when its caller dies: the vendor has heard it and not taken it, or taken it and not answered yet. */
export type Moment = 'heard' | 'taken'

const message = v.looseObject({ biz_opaque_callback_data: v.string() })

type Mood = 'takes' | 'busy' | 'refuses' | 'takes and hangs up' | 'hangs up'

/** Stands for WhatsApp, counts what it has taken of each message, and is not always at its best. */
export async function countingVendor(fate: Chance) {
  const taken = new Map<string, number>()
  const calls = new Map<string, number>()
  const moods = new Map<string, Mood>()
  let ambush: { readonly moment: Moment; lets: number; readonly strike: () => void } | null = null

  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString()))
    request.on('end', () => {
      const said = v.safeParse(message, request.method === 'POST' ? JSON.parse(body) : null)
      if (said.success) hear(said.output.biz_opaque_callback_data, response)
      else reply(response, 200, {})
    })
  })

  function hear(id: string, response: ServerResponse): void {
    const times = (calls.get(id) ?? 0) + 1
    calls.set(id, times)
    const mood = moods.get(id) ?? moodOf(fate)
    moods.set(id, mood)
    if (struck('heard', response)) return
    if (mood === 'busy' && times === 1) return reply(response, 429, { error: { code: 130429, message: 'slower' } })
    if (mood === 'refuses') return reply(response, 400, { error: { code: 131026, message: 'undeliverable' } })
    if (mood === 'hangs up') return void response.destroy()
    taken.set(id, (taken.get(id) ?? 0) + 1)
    if (struck('taken', response)) return
    if (mood === 'takes and hangs up') return void response.destroy()
    reply(response, 200, { messages: [{ id: `wamid.taken-${id}` }] })
  }
  function struck(moment: Moment, response: ServerResponse): boolean {
    if (ambush?.moment !== moment || ambush.lets-- > 0) return false
    const { strike } = ambush
    ambush = null
    // Whoever asked hears nothing any more, and may not think that we hung up.
    response.on('error', () => undefined)
    strike()
    return true
  }
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    taken,
    calls,
    moods,
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Once, when it has let so many calls by. */
    ambushAt(moment: Moment, lets: number, strike: () => void) {
      ambush = { moment, lets, strike }
    },
    close() {
      server.closeAllConnections()
      return new Promise<void>(resolve => server.close(() => resolve()))
    }
  }
}

function moodOf(fate: Chance): Mood {
  const chance = fate.below(100)
  if (chance < 4) return 'busy'
  if (chance < 8) return 'refuses'
  if (chance < 14) return 'takes and hangs up'
  return chance < 17 ? 'hangs up' : 'takes'
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
