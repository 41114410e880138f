import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { Busy } from '../log/group.ts'
import { takeIn, type IntakeParts } from './intake.ts'
import type { Places } from './places.ts'
import { NotLetIn } from './not-let-in.ts'
import type { Ear, Platform, Pull } from './port.ts'
import type { InboxSecret, InboxSecrets } from './secrets.ts'

/*
 *   connected ──► an ear at the account ──► what came ──► on disk, message by message
 *                     ▲                                        │ place kept: a crash before it reads it once more
 *                     └── the line breaks: again, later ◄──────┘
 */

export type PullingParts = IntakeParts & {
  readonly secrets: InboxSecrets
  readonly places: Places
  readonly platforms: readonly string[]
  readonly platformOf: (name: string) => Platform | undefined
  readonly logger: Logger
  /** Is told of each inbox from which something has come. */
  readonly heard?: { came(inbox: InboxSecret): void }
  /** How long is waited before another try, by how many failed. Milliseconds. */
  readonly waitMs?: (failures: number, refused: boolean) => number
}

/** `null`: the line stands. Otherwise why not, for who runs it. */
export type LineHealth = { readonly inbox: string; readonly fault: string | null }

export type Pulling = {
  health(): readonly LineHealth[]
  stop(): Promise<void>
}

type Line = { readonly stopping: AbortController; readonly ended: Promise<void> }

/** Keeps an ear at every account that does not call us, also at those that are connected while the server runs. */
export async function startPulling(parts: PullingParts): Promise<Pulling> {
  const lines = new Map<string, Line>()
  const health = new Map<string, string | null>()
  let isOver = false
  const begin = (secret: InboxSecret) => {
    const pull = parts.platformOf(secret.platform)?.pull
    if (isOver || !pull) return
    const before = lines.get(secret.inbox)
    before?.stopping.abort()
    // What was true of the old secrets says nothing of the new ones.
    health.delete(secret.inbox)
    const stopping = new AbortController()
    const tell = (fault: string | null) => void health.set(secret.inbox, fault)
    // Two at once would read the same: harmless, and of no use.
    const ended = (before?.ended ?? Promise.resolve()).then(() => keepEar(parts, pull, secret, stopping.signal, tell))
    lines.set(secret.inbox, { stopping, ended })
  }
  const unwatch = parts.secrets.watch(begin)
  for (const secret of await parts.secrets.all(parts.platforms)) if (!lines.has(secret.inbox)) begin(secret)
  return {
    health: () => [...health].map(([inbox, fault]) => ({ inbox, fault })),
    async stop() {
      isOver = true
      unwatch()
      for (const { stopping } of lines.values()) stopping.abort()
      await Promise.all([...lines.values()].map(({ ended }) => ended))
    }
  }
}

async function keepEar(
  parts: PullingParts,
  pull: Pull,
  secret: InboxSecret,
  signal: AbortSignal,
  tell: (fault: string | null) => void
): Promise<void> {
  const { places, logger, waitMs = usualWaitMs } = parts
  const { tenant, inbox } = secret
  for (let failures = 0; !signal.aborted;) {
    let refused = false
    try {
      const place = await places.of(tenant, inbox)
      await pull.listen(secret, {
        signal,
        place,
        heard() {
          failures = 0
          tell(null)
        },
        ...takingIn(parts, pull, secret)
      })
    } catch (error) {
      if (signal.aborted) return
      refused = error instanceof NotLetIn
      // Never what a server said: it may repeat what it was told.
      const fault = refused ? (error as Error).message : `The line broke (${codeOf(error)}).`
      tell(fault)
      logger[refused ? 'error' : 'warn']({ tenant, inbox, fault }, 'an inbox hears nothing at the moment')
    }
    failures += 1
    await sleep(waitMs(failures, refused), undefined, { signal }).catch(() => undefined)
  }
}

const mostTries = 3

function takingIn(parts: PullingParts, pull: Pull, secret: InboxSecret): Pick<Ear, 'take' | 'keep'> {
  const { places, letters, logger, heard } = parts
  const { tenant, inbox } = secret
  const keep = (place: string) => places.keep(tenant, inbox, place)
  return {
    keep,
    async take(payload, place) {
      for (let tries = 1; ; tries += 1) {
        try {
          await takeIn(parts, secret, await pull.read(payload, secret))
          break
        } catch (error) {
          // A full disk or a busy database passes, and the mail waits where it is.
          if (passes(error)) throw error
          if (tries < mostTries) continue
          const fault = codeOf(error)
          logger.error(
            { inbox, fault },
            'a message could not be taken in; it is a dead letter, and the next one goes on'
          )
          await letters.keep(tenant, inbox, [{ why: 'could not be taken in', ...letterOf(payload) }])
          break
        }
      }
      heard?.came(secret)
      await keep(place)
    }
  }
}

const longestLetter = 1024 * 1024

function letterOf(payload: unknown) {
  const raw = JSON.stringify(payload) ?? ''
  return raw.length <= longestLetter ? { raw, form: 'payload' as const } : { raw: raw.slice(0, longestLetter) }
}

function passes(error: unknown): boolean {
  return error instanceof Busy || typeof (error as { code?: unknown }).code === 'string'
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' ? code.slice(0, 64) : error instanceof Error ? error.name : 'unknown'
}

/** Who is not let in asks seldom: servers lock accounts that are tried too often. */
function usualWaitMs(failures: number, refused: boolean): number {
  return refused ? 5 * 60_000 : Math.min(1000 * 2 ** failures, 5 * 60_000)
}
