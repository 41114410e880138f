import { computed, effect, signal, type ReadonlySignal } from '@preact/signals'
import { caretAt, type Caret } from '../sync/carets.ts'
import type { SharedDraft } from '../sync/shared-draft.ts'
import { enterRoom, type Present, type Room } from '../sync/together.ts'
import type { DraftMode } from './device.ts'
import type { Selection } from './draft-field.ts'
import { connection, me } from './live.ts'

/** A colleague who has the same conversation open, on however many devices. */
export type Colleague = { readonly id: string; readonly name: string; readonly typing: DraftMode | null }

/** Where somebody writes, or what they have selected; one for each of their tabs. */
export type ColleagueCaret = ReturnType<Room['carets']>[number]

export type Company = {
  readonly others: ReadonlySignal<readonly Colleague[]>
  readonly carets: ReadonlySignal<readonly ColleagueCaret[]>
  /** What is written here is too much for the others to see it before it is sent. */
  readonly isAlone: ReadonlySignal<boolean>
  /** Call on every input: the others see it until there was none for a while. `null`: not any more. */
  typing(what: DraftMode | null): void
  /** Where the caret is. `null`: in no field. */
  caret(mode: DraftMode, selection: Selection | null): void
  leave(): void
}

const typingLastsMs = 4000

/** Who else is here, while the server can be reached. Nothing rests on it: offline one writes on alone. */
export function keepCompany(conversation: string, draft: SharedDraft): Company {
  const others = signal<readonly Colleague[]>([])
  const carets = signal<readonly ColleagueCaret[]>([])
  const isAlone = signal(false)
  let typing: DraftMode | null = null
  let caret: Caret | null = null
  let still: ReturnType<typeof setTimeout> | undefined

  const room = enterRoom(conversation, draft, {
    onPresent(present) {
      others.value = colleagues(present, me.peek()?.agent)
      placeCarets()
    },
    onAlone: is => void (isAlone.value = is)
  })
  function placeCarets(): void {
    const next = room.carets(me.peek()?.agent)
    if (next.length + carets.peek().length > 0) carets.value = next
  }
  function say(): void {
    room.say({ ...(typing && { typing }), ...(caret && { caret }) })
  }
  function type(what: DraftMode | null): void {
    clearTimeout(still)
    if (what) still = setTimeout(() => type(null), typingLastsMs)
    if (typing === what) return
    typing = what
    say()
  }
  const isLineUp = computed(() => isUp(connection.value.state))
  const unwatch = [
    draft.onChange(placeCarets),
    effect(() => {
      const isConnected = isLineUp.value
      // Not within the drawing of what the line says: trouble here must not become the line's.
      queueMicrotask(() => room.connect(isConnected))
    })
  ]
  return {
    others,
    carets,
    isAlone,
    typing: type,
    caret(mode, selection) {
      caret = selection && caretAt(draft.doc, mode, selection)
      say()
    },
    leave() {
      clearTimeout(still)
      for (const stop of unwatch) stop()
      queueMicrotask(() => room.leave())
    }
  }
}

function isUp(state: (typeof connection.value)['state']): boolean {
  return state === 'up-to-date' || state === 'catching-up'
}

function colleagues(present: readonly Present[], myself: string | undefined): readonly Colleague[] {
  const found = new Map<string, Colleague>()
  for (const { person, typing } of present) {
    if (person.id === myself) continue
    found.set(person.id, { ...person, typing: typing ?? found.get(person.id)?.typing ?? null })
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name))
}
