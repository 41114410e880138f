import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { World } from './world.ts'

export type Hooks = {
  /** Tells Daybook, again and again until it answers 2xx. `line` keeps the order of one phone. */
  tell(line: string, title: string, payload: unknown, more?: More): void
  stop(): void
}

type More = {
  /** It is on Daybook's disk. */
  readonly taken?: () => void
  /** What stands behind the address, `?` and all. */
  readonly query?: string | undefined
}

/** A webhook as its platform writes and proves it. `again`: it was told before. */
export type Seal = (payload: unknown, address: string, again: boolean) => SealedHook
export type SealedHook = {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** What the page shows of it; absent: the payload. */
  readonly shown?: unknown
}

export type HookParts = {
  readonly world: World
  /** The inbox whose webhook is called. */
  readonly inbox: string
  readonly seal: Seal
  /** Where Daybook listens. */
  readonly origin: () => string
  /** Where Daybook says that the world sees it, where it says so: its platforms sign that. */
  readonly publicOrigin: string | undefined
  readonly logger: Logger
}

/** Vendors try for hours and days; a pretended day is shorter. */
const retryAfterMs = [500, 1000, 2000, 4000, 8000, 15_000, 30_000]
const shuffledWithinMs = 1500
const timeOutMs = 15_000

/** Posts signed webhooks to the inbox: in order, unless the mood says that they overtake each other or come twice. */
export function startHooks({ world, inbox, seal, origin, publicOrigin, logger }: HookParts): Hooks {
  const stopping = new AbortController()
  const lines = new Map<string, Promise<void>>()
  const path = `/hooks/${world.strategy.platform}/${inbox}`

  const post = async (title: string, payload: unknown, query: string, again: boolean): Promise<boolean> => {
    const { shown = payload, ...sealed } = seal(payload, (publicOrigin ?? origin()) + path + query, again)
    const exchange = {
      id: randomUUID(),
      at: Date.now(),
      way: 'webhook' as const,
      title,
      request: shown,
      answer: null
    }
    world.saw({ ...exchange, status: null, tookMs: null })
    const response = await fetch(origin() + path + query, {
      method: 'POST',
      ...sealed,
      signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(timeOutMs)])
    }).catch(() => null)
    const answer = response ? await response.text().catch(() => null) : null
    world.saw({ ...exchange, answer, status: response?.status ?? null, tookMs: Date.now() - exchange.at })
    return response?.ok ?? false
  }

  const insist = async (title: string, payload: unknown, { taken, query = '' }: More) => {
    const { latencyMs, duplicate, shuffle } = world.mood()
    await sleep(latencyMs + (shuffle ? Math.random() * shuffledWithinMs : 0), undefined, { signal: stopping.signal })
    for (let tried = 0; !(await post(title, payload, query, tried > 0)); tried++) {
      await sleep(retryAfterMs[tried] ?? 60_000, undefined, { signal: stopping.signal })
    }
    taken?.()
    if (duplicate) await post(`${title}, once more`, payload, query, true)
  }

  return {
    tell(line, title, payload, more = {}) {
      const before = world.mood().shuffle ? undefined : lines.get(line)
      const told = (before ?? Promise.resolve())
        .then(() => insist(title, payload, more))
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
