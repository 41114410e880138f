import type { Author } from '../../shared/kernel/message.ts'
import type { Item } from '../app/device.ts'

export type Said = Extract<Item, { kind: 'received' | 'replied' }>
export type Replied = Extract<Said, { kind: 'replied' }>
export type HeldReply = Extract<Item, { kind: 'held' }>
export type Note = Extract<Item, { kind: 'noted' }>
export type MomentItem = Extract<Item, { kind: 'moment' }>

/** What stands on the page, top to bottom. */
export type Line =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | {
      readonly kind: 'group'
      readonly key: string
      readonly side: 'theirs' | 'ours'
      readonly by: Author
      readonly items: readonly Said[]
    }
  | { readonly kind: 'held'; readonly key: string; readonly item: HeldReply }
  | { readonly kind: 'note'; readonly key: string; readonly item: Note }
  | { readonly kind: 'moments'; readonly key: string; readonly items: readonly MomentItem[] }

/** Messages of one author within this time of each other share one time. Milliseconds. */
const togetherMs = 10 * 60_000

/** Lays items, oldest first, out as a page: a heading a day, messages of one author together, quiet lines between. */
export function layOut(items: readonly Item[], dayOf: (at: number) => number): readonly Line[] {
  const lines: Line[] = []
  let day: number | null = null
  for (const item of items) {
    if (dayOf(item.at) !== day) {
      day = dayOf(item.at)
      lines.push({ kind: 'day', key: `day:${day}`, at: item.at })
    }
    const last = lines.at(-1)
    const next = joined(last, item) ?? fresh(item)
    if (last && next.key === last.key) lines[lines.length - 1] = next
    else lines.push(next)
  }
  return lines
}

/** The last line with this item in it, where the two belong together. */
function joined(line: Line | undefined, item: Item): Line | undefined {
  if (line?.kind === 'moments' && item.kind === 'moment') return { ...line, items: [...line.items, item] }
  if (line?.kind !== 'group' || (item.kind !== 'received' && item.kind !== 'replied')) return undefined
  const before = line.items.at(-1)
  const together =
    before?.kind === item.kind && before.by.id === item.by.id && item.at - before.at <= togetherMs && !stopped(before)
  return together ? { ...line, items: [...line.items, item] } : undefined
}

/** A message that asks for something stands alone, with the one right next action under it. */
function stopped(item: Said): boolean {
  return item.kind === 'replied' && (item.delivery === 'failed' || item.delivery === 'unknown' || item.doubt !== null)
}

function fresh(item: Item): Line {
  switch (item.kind) {
    case 'received':
    case 'replied':
      return {
        kind: 'group',
        key: item.id,
        side: item.kind === 'received' ? 'theirs' : 'ours',
        by: item.by,
        items: [item]
      }
    case 'held':
      return { kind: 'held', key: item.id, item }
    case 'noted':
      return { kind: 'note', key: item.id, item }
    case 'moment':
      return { kind: 'moments', key: item.id, items: [item] }
  }
}

/** The reader's own midnight before `at`. */
export function midnightBefore(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0)
}
