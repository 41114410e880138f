import { createHash, timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import type { Logger } from 'pino'
import * as v from 'valibot'
import type { Core } from '../core.ts'
import { isJob, jobs, runJob, type JobName } from './jobs/jobs.ts'
import type { Frame } from './operator-frame.ts'
import { isSaid } from './refused.ts'

/**
 * `/operator/<job>`: the command line's way into a running server. The token is in a file that only
 * the operator's own account on this machine can read, and is another one after every start.
 */
export function operatorRoutes(core: Core, token: string, logger: Logger): Hono {
  const routes = new Hono()
  routes.use(async (context, next) => {
    return mayAsOperator(context.req.header('authorization'), token) ? next() : context.text('no', 404)
  })
  routes.post('/:job', async context => {
    const name = context.req.param('job')
    if (!isJob(name)) return context.text('no such job', 404)
    const input = v.safeParse(jobs[name].input, await context.req.json().catch(() => null))
    if (!input.success) return context.text('bad input', 400)
    const lines = ReadableStream.from(encoded(frames(core, name, input.output, logger)))
    return new Response(lines, { headers: { 'Content-Type': 'application/x-ndjson' } })
  })
  return routes
}

export function mayAsOperator(authorization: string | undefined, token: string): boolean {
  return timingSafeEqual(digest(authorization?.replace(/^Bearer /, '') ?? ''), digest(token))
}

async function* frames(core: Core, name: JobName, input: unknown, logger: Logger): AsyncGenerator<Frame> {
  const began = performance.now()
  const told = (result: string) => ({ job: name, result, ms: Math.round(performance.now() - began) })
  try {
    yield* runJob(core, name, input)
    logger.info(told('done'), 'an operator’s job ended')
    yield { end: true }
  } catch (error) {
    const result = isSaid(error) ? 'refused' : 'broken'
    logger.info({ ...told(result), ...(result === 'broken' && { err: error }) }, 'an operator’s job ended')
    const words = error instanceof Error ? error.message : String(error)
    yield isSaid(error) ? { refused: words } : { fault: words }
  }
}

async function* encoded(words: AsyncIterable<Frame>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  for await (const word of words) yield encoder.encode(`${JSON.stringify(word)}\n`)
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
