import { lookup } from 'node:dns'
import { request } from 'node:https'
import type { IncomingMessage } from 'node:http'
import type { LookupFunction } from 'node:net'
import { isPublic, mayOpen } from './addresses.ts'

export type Opened = {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: AsyncIterable<Uint8Array>
}

export type OpenWith = {
  /** Origins the operator named: they are gone to wherever they are. */
  readonly trusted: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
  /** What is sent there, by POST: it goes to nobody else, so a redirect is an answer like any other. */
  readonly posted?: string
  readonly signal: AbortSignal
  /** How names are looked up. */
  readonly names?: typeof lookup
}

/** The address is none of the public net, or leads to none. */
export class NotAllowed extends Error {}

const mostRedirects = 3

/**
 * Asks for an address that somebody outside gave us. It leads to the public net only: every name is looked up once,
 * looked at, and connected to as it was looked at; redirects go through the same door, and take no headers along.
 * @throws NotAllowed, and whatever the network throws
 */
export async function openAddress(address: string, { headers = {}, ...how }: OpenWith): Promise<Opened> {
  let at = address
  let carried = headers
  for (let left = mostRedirects; left >= 0; left -= 1) {
    const opened = await openOnce(at, { ...how, headers: carried })
    const { location } = opened.headers
    const leadsOn = opened.status >= 300 && opened.status < 400 && typeof location === 'string'
    if (!leadsOn || how.posted !== undefined) return opened
    for await (const _ of opened.body) break
    const next = URL.canParse(location, at) ? new URL(location, at) : undefined
    if (!next) throw new NotAllowed('it leads nowhere')
    if (next.origin !== new URL(at).origin) carried = {}
    at = next.href
  }
  throw new NotAllowed('it leads on and on')
}

async function openOnce(address: string, how: OpenWith): Promise<Opened> {
  const { headers = {}, posted, signal, names = lookup } = how
  const method = posted === undefined ? 'GET' : 'POST'
  if (isTrusted(address, how.trusted)) {
    const answer = await fetch(address, { method, headers, body: posted ?? null, redirect: 'manual', signal })
    return { status: answer.status, headers: Object.fromEntries(answer.headers), body: bodyOf(answer) }
  }
  if (!mayOpen(address)) throw new NotAllowed('its address is none of the public net')
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(address, { method, headers, lookup: onlyPublic(names), signal, agent: false }, resolve)
      .on('error', reject)
      .end(posted)
  })
  // Whoever reads it hears of it all the same; nobody may.
  answer.on('error', () => undefined)
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: answer }
}

/**
 * As the web has it: a Node stream that nobody reads would bring the process down when it is aborted. Whoever reads this
 * keeps the answer alive: `fetch` cuts off the body of one that was collected as garbage, and it seems to be empty.
 */
async function* bodyOf(answer: Response): AsyncGenerator<Uint8Array> {
  if (answer.body) yield* answer.body
}

function isTrusted(address: string, trusted: readonly string[]): boolean {
  if (!URL.canParse(address)) return false
  const { origin } = new URL(address)
  return trusted.some(one => new URL(one).origin === origin)
}

/** What is looked at here is what is connected to: a name that says something else a moment later gains nothing. */
export function onlyPublic(names: typeof lookup): LookupFunction {
  return (name, options, done) => {
    names(name, { ...options, all: true }, (error, found) => {
      const [first] = found ?? []
      if (error || !first) return done(error ?? new Error('the name leads nowhere'), '', 4)
      if (!found.every(one => isPublic(one.address)))
        return done(new NotAllowed('its name leads to none of the public net'), '', 4)
      return options.all ? done(null, found) : done(null, first.address, first.family)
    })
  }
}
