import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { AwsClient } from 'aws4fetch'
import { ArchiveUnreachable } from '../archive.ts'
import type { Bucket } from './bucket.ts'
import { errorCode } from './listing.ts'

export type Question = {
  readonly method: 'GET' | 'PUT' | 'DELETE'
  readonly key?: string
  readonly search?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array<ArrayBuffer>
}

export type Patience = {
  /** How often a question is asked before it is given up. */
  readonly attempts: number
  /** An answer must be here, to its last byte, after so long. */
  readonly answerMs: number
  /** Before the second attempt it waits up to this long, then up to twice as long, and so on. */
  readonly pauseMs: number
}

/** A big day on a slow line takes a while, and somebody may be waiting for an old page. */
const patience: Patience = { attempts: 5, answerMs: 60_000, pauseMs: 500 }

/** `missing`: there is a bucket, and no such file in it. What `read` throws is an answer that arrived garbled. */
export type Ask = <T>(question: Question, read: (bytes: Uint8Array) => T) => Promise<T | 'missing'>

/** How one request goes out: `fetch`, if nothing else is given. */
export type Send = (request: Request) => Promise<Response>

/**
 * Signed questions to a bucket, each asked again while there is hope: every one of them may be asked twice without harm.
 *
 *     no answer, half of one, a garbled one,
 *     5xx, 429, RequestTimeout                            → again, later and later
 *     404 NoSuchKey                                       → missing
 *     anything else                                       → ArchiveUnreachable, at once: only people can mend it
 */
export function asker(bucket: Bucket, { attempts, answerMs, pauseMs } = patience, send: Send = fetch): Ask {
  const { id, secret, session } = bucket.keys
  const signer = new AwsClient({
    accessKeyId: id,
    secretAccessKey: secret,
    ...(session === undefined ? {} : { sessionToken: session }),
    service: 's3',
    region: bucket.region
  })

  async function attempt({
    method,
    key = '',
    search = {},
    headers = {},
    body
  }: Question): Promise<Uint8Array | 'missing'> {
    const url = new URL(`${bucket.address}/${key}`)
    for (const [name, value] of Object.entries(search)) url.searchParams.set(name, value)
    // A redirect would carry the words to somebody else, under a signature that does not hold there.
    const rest = { redirect: 'manual', signal: AbortSignal.timeout(answerMs) } as const
    const request = await signer.sign(url.href, { method, headers, ...(body ? { body } : {}), ...rest })
    const response = await send(request)
    const bytes = new Uint8Array(await response.arrayBuffer())
    const told = response.headers.get('x-amz-checksum-sha256') ?? ''
    if (response.ok && method === 'GET' && wholeChecksum.test(told) && checksumOf(bytes) !== told)
      throw new Error('what arrived is not what was stored')
    if (response.ok) return bytes
    const code = errorCode(new TextDecoder().decode(bytes))
    if (method !== 'PUT' && response.status === 404 && code === 'NoSuchKey') return 'missing'
    throw new NotDone(response.status, code)
  }

  return async (question, read) => {
    for (let asked = 1; ; asked++) {
      try {
        const bytes = await attempt(question)
        return bytes === 'missing' ? bytes : read(bytes)
      } catch (error) {
        if (asked === attempts || !mayPass(error)) throw new ArchiveUnreachable(`${bucket.name}: ${why(error)}`, error)
        await pause(Math.random() * pauseMs * 2 ** (asked - 1))
      }
    }
  }
}

/** In the form of `x-amz-checksum-sha256`. That of a file that was put together from parts has a count behind it. */
export function checksumOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64')
}

const wholeChecksum = /^[A-Za-z\d+/]{43}=$/

class NotDone extends Error {
  readonly status: number
  readonly code: string | undefined
  constructor(status: number, code: string | undefined) {
    super(`it answers ${status}${code === undefined ? '' : ` ${code}`}`)
    this.status = status
    this.code = code
  }
}

function mayPass(error: unknown): boolean {
  // What is no answer at all is trouble on the way.
  if (!(error instanceof NotDone)) return true
  return error.status >= 500 || error.status === 429 || error.code === 'RequestTimeout'
}

function why(error: unknown): string {
  const { message, cause } = error as Error & { readonly cause?: { readonly code?: unknown } }
  return typeof cause?.code === 'string' ? `${message}, ${cause.code}` : message
}
