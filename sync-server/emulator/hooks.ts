import { createHmac, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Business } from './business.ts'
import type { World } from './world.ts'

export type Hooks = {
  /** Tells Daybook, again and again until it answers 200, as Meta does. `line` keeps the order of one phone. */
  tell(line: string, title: string, payload: unknown, taken?: () => void): void
  stop(): void
}

/** Meta tries for seven days; a pretended day is shorter. */
const retryAfterMs = [500, 1000, 2000, 4000, 8000, 15_000, 30_000]
const shuffledWithinMs = 1500
const timeOutMs = 15_000

/** Posts signed webhooks to the inbox: in order, unless the mood says that they overtake each other or come twice. */
export function startHooks(world: World, business: Business, origin: () => string, logger: Logger): Hooks {
  const stopping = new AbortController()
  const lines = new Map<string, Promise<void>>()

  const post = async (title: string, payload: unknown): Promise<boolean> => {
    const body = JSON.stringify(payload)
    const signature = createHmac('sha256', business.appSecret).update(body).digest('hex')
    const exchange = {
      id: randomUUID(),
      at: Date.now(),
      way: 'webhook' as const,
      title,
      request: payload,
      answer: null
    }
    world.saw({ ...exchange, status: null, tookMs: null })
    const response = await fetch(`${origin()}/hooks/whatsapp/${business.inbox}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-hub-signature-256': `sha256=${signature}`,
        'user-agent': 'facebookexternalua'
      },
      body,
      signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(timeOutMs)])
    }).catch(() => null)
    const answer = response ? await response.text().catch(() => null) : null
    world.saw({ ...exchange, answer, status: response?.status ?? null, tookMs: Date.now() - exchange.at })
    return response?.ok ?? false
  }

  const insist = async (title: string, payload: unknown, taken?: () => void) => {
    const { latencyMs, duplicate, shuffle } = world.mood()
    await sleep(latencyMs + (shuffle ? Math.random() * shuffledWithinMs : 0), undefined, { signal: stopping.signal })
    for (let tried = 0; !(await post(title, payload)); tried++) {
      await sleep(retryAfterMs[tried] ?? 60_000, undefined, { signal: stopping.signal })
    }
    taken?.()
    if (duplicate) await post(`${title}, once more`, payload)
  }

  return {
    tell(line, title, payload, taken) {
      const before = world.mood().shuffle ? undefined : lines.get(line)
      const told = (before ?? Promise.resolve())
        .then(() => insist(title, payload, taken))
        .catch((error: unknown) => {
          if (!stopping.signal.aborted) logger.error({ err: error }, 'a pretended webhook broke')
        })
      lines.set(line, told)
      void told.finally(() => {
        if (lines.get(line) === told) lines.delete(line)
      })
    },
    stop: () => stopping.abort()
  }
}
