import { useSignal, type ReadonlySignal, type Signal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { Item, Seen } from '../app/device.ts'
import { dispatch } from '../app/dispatch.ts'
import { me, threads } from '../app/live.ts'
import { seen } from '../app/open-conversation.ts'
import { unreadFor } from './lists.ts'

/** What the reader has had before them, by conversation: it goes into what they decide next. */
const inSight = new Map<string, Seen>()

export async function seenHere(conversation: string): Promise<Seen> {
  return inSight.get(conversation) ?? seen(conversation)
}

/** Glancing is not reading: so long must the end of the page be in sight. */
const readAfterMs = 500

type Bottom = { readonly isAt: Signal<boolean>; goThere(): void }

/** Marks as read what is really looked at, and counts what has come below the fold. */
export function useReading(conversation: string, items: readonly Item[], bottom: Bottom): ReadonlySignal<number> {
  const below = useSignal(0)
  const last = useRef<string | undefined>(undefined)
  const received = threads.get(conversation)?.received ?? 0
  const newest = items.at(-1)?.id

  useEffect(() => {
    const before = items.findIndex(item => item.id === last.current)
    const came = last.current === undefined ? [] : items.slice(before + 1)
    last.current = newest
    const self = me.peek()?.agent
    // Who has just written wants to see their words.
    if (came.some(item => item.kind !== 'received' && item.kind !== 'moment' && item.by.id === self)) bottom.goThere()
    else if (!bottom.isAt.peek())
      below.value += came.filter(item => item.kind === 'received' || item.kind === 'replied').length
  }, [newest])

  const atBottom = bottom.isAt.value
  useEffect(() => {
    if (!atBottom) return
    below.value = 0
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = () => {
      clearTimeout(timer)
      if (document.visibilityState === 'visible') timer = setTimeout(() => void read(conversation), readAfterMs)
    }
    look()
    document.addEventListener('visibilitychange', look)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [conversation, received, newest, atBottom])

  useEffect(() => () => void inSight.delete(conversation), [conversation])
  return below
}

async function read(conversation: string): Promise<void> {
  inSight.set(conversation, await seen(conversation))
  const row = threads.all.get(conversation)
  if (row && unreadFor(row) > 0) await dispatch({ type: 'conversation.mark-read', conversation, upTo: row.received })
}
