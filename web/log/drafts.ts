import type { StreamId } from '../../shared/kernel/message.ts'
import { beside, type Shelf } from './beside.ts'
import { sturdy, type Draft, type OutboxDb } from './db.ts'

export type Mode = Draft['mode']

export type Drafts = {
  read(conversation: string, mode: Mode): Promise<string>
  write(conversation: string, mode: Mode, text: string): void
  /** The words are in the outbox now: what is still on its way to the store is not a draft any more. */
  drop(conversation: string, mode: Mode): void
  /** What is not stored yet: whoever takes it keeps it. */
  take(conversation: string, mode: Mode): string | undefined
  /** What is on its way to the store of what was erased is not kept. */
  forget(streams: readonly StreamId[]): void
  flush(): Promise<void>
}

const saveAfterMs = 150

export function openDrafts(
  db: OutboxDb,
  now: () => number,
  onTrouble: (error: unknown) => void,
  shelf: Shelf | null = null,
  onSaved: (conversation: string) => void = () => undefined
): Drafts {
  const lastKeys = beside(shelf, db.name)
  const unsaved = new Map(lastKeys.left().map(draft => [keyOf(draft), draft]))
  let timer: ReturnType<typeof setTimeout> | undefined
  let saving: Promise<void> = Promise.resolve()

  function unkeep(keys: readonly string[]): void {
    for (const key of keys) unsaved.delete(key)
    lastKeys.lay([...unsaved.values()])
  }
  async function save(): Promise<void> {
    const drafts = [...unsaved.values()]
    if (drafts.length === 0) return
    await store(db, drafts, draft => unsaved.get(keyOf(draft)) === draft)
    for (const draft of drafts) if (unsaved.get(keyOf(draft)) === draft) unsaved.delete(keyOf(draft))
    lastKeys.lay([...unsaved.values()])
    for (const { conversation } of drafts) onSaved(conversation)
  }
  function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    saving = saving.then(save).catch(onTrouble)
    return saving
  }
  if (unsaved.size > 0) void flush()

  return {
    async read(conversation, mode) {
      const here = unsaved.get(keyOf({ conversation, mode }))
      return here?.text ?? (await sturdy(db, () => db.drafts.get([conversation, mode])))?.text ?? ''
    },
    write(conversation, mode, text) {
      unsaved.set(keyOf({ conversation, mode }), { conversation, mode, text, at: now() })
      lastKeys.lay([...unsaved.values()])
      // Not put off by the next key: who types without a pause is saved too.
      timer ??= setTimeout(() => void flush(), saveAfterMs)
    },
    drop(conversation, mode) {
      unkeep([keyOf({ conversation, mode })])
      // It may have been on its way to the store at this very moment; what is written from now on comes after.
      saving = saving.then(() => sturdy(db, () => db.drafts.delete([conversation, mode]))).catch(onTrouble)
    },
    take(conversation, mode) {
      const taken = unsaved.get(keyOf({ conversation, mode }))?.text
      unkeep([keyOf({ conversation, mode })])
      return taken
    },
    forget(streams) {
      const isErased = ({ conversation }: Draft) => streams.includes(`conversation/${conversation}`)
      unkeep([...unsaved.values()].filter(isErased).map(keyOf))
    },
    flush
  }
}

function store(db: OutboxDb, drafts: readonly Draft[], isNewest: (draft: Draft) => boolean): Promise<void> {
  return sturdy(db, () =>
    db.transaction('rw', db.drafts, async () => {
      for (const draft of drafts) {
        if (!isNewest(draft)) continue
        if (draft.text === '') await db.drafts.delete([draft.conversation, draft.mode])
        else await db.drafts.put(draft)
      }
    })
  )
}

function keyOf({ conversation, mode }: { conversation: string; mode: Mode }): string {
  return `${mode} ${conversation}`
}
