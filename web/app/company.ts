import { effect, signal, type ReadonlySignal } from '@preact/signals'
import type { Room } from '../sync/together.ts'
import type { DraftMode } from './device.ts'
import { connection, me } from './live.ts'

/** A colleague who has the same conversation open, on however many devices. */
export type Colleague = { readonly id: string; readonly name: string; readonly typing: DraftMode | null }

export type Company = {
  readonly others: ReadonlySignal<readonly Colleague[]>
  /** Call on every input: the others see it until there was none for a while. `null`: not any more. */
  typing(what: DraftMode | null): void
  leave(): void
}

const typingLastsMs = 4000

/** Who else is here, while the server can be reached. Nothing rests on it: offline there is simply nobody. */
export function keepCompany(conversation: string): Company {
  const others = signal<readonly Colleague[]>([])
  let room: Room | null = null
  let isOver = false
  let said: DraftMode | null = null
  let still: ReturnType<typeof setTimeout> | undefined

  const say = (what: DraftMode | null) => {
    if (said === what) return
    said = what
    room?.say(what ?? undefined)
  }
  const enter = async () => {
    const { enterRoom } = await import('../sync/together.ts')
    if (isOver || room || !isConnected()) return
    room = enterRoom(conversation, present => {
      others.value = colleagues(present, me.peek()?.agent)
    })
    if (said) room.say(said)
  }
  const exit = () => {
    room?.leave()
    room = null
    others.value = []
  }
  const unwatch = effect(() => {
    if (isConnected()) void enter().catch(reportError)
    else exit()
  })
  return {
    others,
    typing(what) {
      clearTimeout(still)
      if (what) still = setTimeout(() => say(null), typingLastsMs)
      say(what)
    },
    leave() {
      isOver = true
      clearTimeout(still)
      unwatch()
      exit()
    }
  }
}

function isConnected(): boolean {
  const { state } = connection.value
  return state === 'up-to-date' || state === 'catching-up'
}

function colleagues(
  present: readonly { person: { id: string; name: string }; typing?: DraftMode | undefined }[],
  myself: string | undefined
): readonly Colleague[] {
  const found = new Map<string, Colleague>()
  for (const { person, typing } of present) {
    if (person.id === myself) continue
    found.set(person.id, { ...person, typing: typing ?? found.get(person.id)?.typing ?? null })
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name))
}
