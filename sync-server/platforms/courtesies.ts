import { setTimeout as sleep } from 'node:timers/promises'
import { streamKey } from '../../shared/kernel/message.ts'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import { isKnown } from '../../shared/shapes.ts'
import type { Follow } from '../log/follow.ts'
import { pace } from './pace.ts'
import type { Surface } from './surface.ts'
import { isRead, isWanted, showCourtesy, type Chat, type ShowingParts } from './show-courtesy.ts'

export type CourtesyParts = ShowingParts & {
  readonly follow: Pick<Follow, 'onCommitted'>
  readonly surfaces: readonly Surface[]
  readonly now?: () => number
}

export type Courtesies = {
  /** A hand moves on a reply. Call it as often as it does. */
  writing(tenant: string, conversation: string, agent: string): void
  /** Lets go of what is under way. */
  stop(): Promise<void>
}

/**
 * Tells platforms what customers are shown while nothing is said. It is nobody's promise: it is in no log, holds up no
 * reply, is asked for once, and what is late is dropped. Only people are shown reading and writing, and only replies.
 */
export function startCourtesies(parts: CourtesyParts): Courtesies {
  const closing = new AbortController()
  const underWay = new Set<Promise<void>>()
  const run = (work: Promise<void>) => {
    const running = work
      .catch((error: unknown) => {
        const fault = error instanceof Error ? error.message : String(error)
        if (!closing.signal.aborted) parts.logger.error({ fault }, 'a courtesy could not be shown')
      })
      .finally(() => underWay.delete(running))
    underWay.add(running)
  }
  const reading = readings(parts, closing.signal)
  const typing = typings(parts, closing.signal)
  const stop = parts.follow.onCommitted(({ tenant, events }) => {
    for (const { stream, fact } of events) {
      const chat = { tenant, conversation: streamKey(stream) }
      if (fact.type === 'conversation.replied' || fact.type === 'conversation.erased') typing.over(chat)
      if (fact.type !== 'conversation.marked-read' || !isKnown(fact) || fact.by.kind !== 'agent') continue
      run(reading.show(chat))
    }
  })
  return {
    writing(tenant, conversation, agent) {
      const chat = { tenant, conversation }
      if (!closing.signal.aborted && typing.isDue(chat)) run(typing.show(chat, agent))
    },
    async stop() {
      stop()
      closing.abort()
      await Promise.all(underWay)
    }
  }
}

/** A reading that waits for longer is told with the next one. */
const latestReadMs = 60_000

function readings(parts: CourtesyParts, closing: AbortSignal) {
  const { actors, count, now = Date.now } = parts
  const slots = pace({ burst: 20, perSecond: 10 })
  /** The message that was last shown as read. */
  const shown = memory<string>()
  return {
    async show(chat: Chat): Promise<void> {
      const state = () => actors.state(chat.tenant, 'conversation', chat.conversation)
      const before = await state()
      if (!isRead(before) || shown.get(keyOf(chat)) === before.lastReceived) return
      if (!(await isWanted(parts, chat.tenant, before, 'read'))) return
      const waitMs = slots.take(before.inbox, now())
      if (waitMs > latestReadMs) return count({ platform: before.platform, kind: 'read', result: 'late' })
      if (waitMs > 0) await sleep(waitMs, undefined, { signal: closing })
      // They may have written again while this waited.
      const latest = await state()
      if (!isRead(latest) || latest.lastReceived === null) return
      shown.set(keyOf(chat), latest.lastReceived)
      await showCourtesy(parts, chat, 'read', latest, closing)
    }
  }
}

/** Nobody looks more often than this whether writing may be shown. */
const looksEveryMs = 3000

function typings(parts: CourtesyParts, closing: AbortSignal) {
  const { actors, count, surfaces, now = Date.now } = parts
  const slots = pace({ burst: 10, perSecond: 5 })
  /** When it may be shown again. */
  const again = memory<number>()
  const underWay = new Map<string, AbortController>()
  return {
    isDue(chat: Chat): boolean {
      const isDue = now() >= (again.get(keyOf(chat)) ?? 0)
      if (isDue) again.set(keyOf(chat), now() + looksEveryMs)
      return isDue
    },
    async show(chat: Chat, agent: string): Promise<void> {
      const { tenant, conversation } = chat
      const answered = new AbortController()
      underWay.set(keyOf(chat), answered)
      try {
        const state = await actors.state(tenant, 'conversation', conversation)
        const how = strategyOf(state.platform).typing
        if (how === null || !(await isWanted(parts, tenant, state, 'typing'))) return
        // Their message would be shown as read by the same sign.
        if (how.withRead && !(isRead(state) && (await isWanted(parts, tenant, state, 'read')))) return
        if (answered.signal.aborted) return
        again.set(keyOf(chat), now() + how.againMs)
        const surface = surfaces.find(one => one.platform === state.platform)
        if (surface?.writing) surface.writing(tenant, conversation, agent)
        else if (slots.take(state.inbox, now()) > 0) count({ platform: state.platform, kind: 'typing', result: 'late' })
        else await showCourtesy(parts, chat, 'typing', state, AbortSignal.any([closing, answered.signal]))
      } finally {
        if (underWay.get(keyOf(chat)) === answered) underWay.delete(keyOf(chat))
      }
    },
    /** The words are there: whoever writes on is shown anew. */
    over(chat: Chat): void {
      underWay.get(keyOf(chat))?.abort()
      again.delete(keyOf(chat))
    }
  }
}

function keyOf({ tenant, conversation }: Chat): string {
  return `${tenant}\n${conversation}`
}

const remembered = 10_000

/** The last so many keys. */
function memory<T>() {
  const kept = new Map<string, T>()
  return {
    get: (key: string) => kept.get(key),
    delete: (key: string) => void kept.delete(key),
    set(key: string, value: T) {
      kept.delete(key)
      kept.set(key, value)
      const oldest = kept.keys().next()
      if (kept.size > remembered && !oldest.done) kept.delete(oldest.value)
    }
  }
}
