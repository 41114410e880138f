import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { HttpBindings } from '@hono/node-server'
import type { Context, Hono } from 'hono'
import type { World } from './world.ts'

/** As `@hono/node-server` hands them on: a pretended wire has to be cut sometimes. */
export type Vendor = { Bindings: HttpBindings }
export type VendorRoutes = Hono<Vendor>
export type VendorContext = Context<Vendor>

export type VendorAnswer = {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Answers one of Daybook's calls, seen on the page meanwhile. `null`: the connection breaks without an answer. */
export async function answering(
  c: VendorContext,
  world: World,
  call: { readonly title: string; readonly request: unknown },
  ask: () => Promise<VendorAnswer | null>
): Promise<Response> {
  const exchange = { id: randomUUID(), at: Date.now(), way: 'call' as const, ...call }
  world.saw({ ...exchange, status: null, tookMs: null, answer: null })
  const answer = await ask()
  const seen = { status: answer?.status ?? null, answer: answer?.body ?? null }
  world.saw({ ...exchange, ...seen, tookMs: Date.now() - exchange.at })
  if (answer) return said(answer)
  c.env.incoming.socket.destroy()
  return c.body(null, 502)
}

export function said({ status, body, headers }: VendorAnswer): Response {
  return Response.json(body, { status, ...(headers && { headers }) })
}

/** What a platform says when it does not do what it should. */
export type Refusals = {
  readonly down: () => VendorAnswer
  /** `undefined`: it takes the message, and fails later. */
  readonly error: (code: string) => VendorAnswer | undefined
}

/** What becomes of a call in the weather of now. */
export async function inWeather(
  world: World,
  { down, error }: Refusals,
  act: () => VendorAnswer | Promise<VendorAnswer>
): Promise<VendorAnswer | null> {
  const mood = world.mood()
  await sleep(mood.latencyMs)
  if (mood.down) return down()
  const refused = mood.error === null ? undefined : error(mood.error)
  if (refused) return refused
  const answer = await act()
  return answer.status < 300 && world.mood().answersLost ? null : answer
}
