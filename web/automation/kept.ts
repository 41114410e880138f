import { signal } from '@preact/signals'
import * as v from 'valibot'
import { me } from '../app/live.ts'
import type { Draft } from './draft.ts'
import { conditionWords, freshCondition, freshStep, freshWhen, stepWords, whenWords } from './kinds.ts'

/** A part as it is typed: some of it may be empty, but it has what its kind has. */
function typed<K extends string, P extends object>(key: string, words: Record<K, string>, fresh: (kind: K) => P) {
  return v.custom<P>(part => {
    const kind = isRecord(part) ? part[key] : undefined
    if (typeof kind !== 'string' || !Object.hasOwn(words, kind)) return false
    return Object.entries(fresh(kind as K)).every(([field, value]) =>
      isLike(value, (part as Record<string, unknown>)[field])
    )
  })
}

/** `null` stands for nobody, where somebody may be named. */
function isLike(fresh: unknown, stored: unknown): boolean {
  if (fresh === null) return stored === null || typeof stored === 'string'
  if (Array.isArray(fresh)) return Array.isArray(stored) && stored.every(one => typeof one === 'string')
  if (!isRecord(fresh)) return typeof stored === typeof fresh
  return isRecord(stored) && Object.entries(fresh).every(([field, value]) => isLike(value, stored[field]))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const draft: v.GenericSchema<unknown, Draft> = v.object({
  onVersion: v.number(),
  rule: v.object({
    name: v.string(),
    order: v.number(),
    when: typed('on', whenWords, freshWhen),
    if: v.array(v.array(typed('is', conditionWords, freshCondition))),
    then: v.array(typed('do', stepWords, freshStep))
  })
})

/** Counts the changes, so that a list of drafts is drawn again. */
const changes = signal(0)

/** What was edited on this device, by automation: it outlives a reload, and the tab. What nobody can read any more is none. */
export function keptDrafts(): ReadonlyMap<string, Draft> {
  void changes.value
  const found = Object.entries(stored()).flatMap(([automation, one]) => {
    const read = v.safeParse(draft, one)
    return read.success ? [[automation, read.output] as const] : []
  })
  return new Map(found)
}

export function hasDraft(automation: string): boolean {
  return keptDrafts().has(automation)
}

export function keepDraft(automation: string, kept: Draft): void {
  write({ ...stored(), [automation]: kept })
}

export function dropDraft(automation: string): void {
  const { [automation]: _, ...others } = stored()
  write(others)
}

function stored(): Record<string, unknown> {
  const read = v.safeParse(
    v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown())),
    localStorage.getItem(key())
  )
  return read.success ? read.output : {}
}

function write(drafts: Record<string, unknown>): void {
  localStorage.setItem(key(), JSON.stringify(drafts))
  changes.value += 1
}

/** A device may be signed out of and into: nobody finds the drafts of another. */
function key(): string {
  const self = me.value
  return `daybook-automations ${self?.tenant} ${self?.agent}`
}
