import * as v from 'valibot'
import { WebsocketProvider } from 'y-websocket'
import { modes } from '../log/document.ts'
import { placesOf, type Caret } from './carets.ts'
import type { SharedDraft } from './shared-draft.ts'

const entry = v.object({
  person: v.object({ id: v.string(), name: v.string() }),
  typing: v.optional(v.picklist(modes)),
  caret: v.optional(v.nullable(v.object({ field: v.picklist(modes), anchor: v.unknown(), head: v.unknown() })))
})

/** One tab of somebody who has the conversation open. */
export type Present = v.InferOutput<typeof entry> & { readonly client: number }

type PlacedCaret = {
  readonly tab: number
  readonly id: string
  readonly name: string
  readonly mode: 'reply' | 'note'
  readonly start: number
  readonly end: number
}

/** What a tab says of its person; who that is, the server adds. */
export type Said = { readonly typing?: 'reply' | 'note'; readonly caret?: Caret }

export type Room = {
  /** A network came, or went. Without one the draft is written on alone. */
  connect(isConnected: boolean): void
  say(said: Said): void
  /** Everybody's but mine, as places in the draft as it is now. */
  carets(myself: string | undefined): readonly PlacedCaret[]
  leave(): void
}

/** Somebody else's tab has our Yjs client id: a copied profile, perhaps. */
const clientIdTaken = 4409

/** More than a room takes, at once or in all. Coming back changes nothing. */
const tooMuch = 4413

const longestPauseMs = 20_000

type Ears = {
  /** Who has the conversation open, ourselves included. */
  onPresent(present: readonly Present[]): void
  /** What is written here is too much for the others: they do not see it before it is sent. */
  onAlone(isAlone: boolean): void
}

/** Writes a draft together with whoever has the conversation open. */
export function enterRoom(conversation: string, draft: SharedDraft, { onPresent, onAlone }: Ears): Room {
  let said: Said = {}
  let provider = dial()

  function dial(): WebsocketProvider {
    const address = `${location.origin.replace(/^http/, 'ws')}/together`
    const options = { connect: false, disableBc: true, maxBackoffTime: longestPauseMs }
    const dialled = new WebsocketProvider(address, conversation, draft.doc, options)
    const { awareness } = dialled
    awareness.setLocalState(said)
    awareness.on('change', () => onPresent(presentIn(awareness.getStates())))
    dialled.on('sync', isSynced => {
      draft.isTogether = isSynced
      if (isSynced) onAlone(false)
    })
    dialled.on('closed', ({ code }: { code: number }) => {
      if (code === tooMuch) onAlone(true)
      if (code !== clientIdTaken || dialled !== provider) return
      hangUp()
      draft.takeNewClientId()
      provider = dial()
      provider.connect()
    })
    return dialled
  }
  function hangUp(): void {
    provider.destroy()
    provider.awareness.destroy()
  }
  return {
    connect: isConnected => (isConnected ? provider.connect() : provider.disconnect()),
    say(next) {
      said = next
      provider.awareness.setLocalState(said)
    },
    carets: myself =>
      presentIn(provider.awareness.getStates()).flatMap(({ person, caret, client }) => {
        const places = caret && person.id !== myself ? placesOf(draft.doc, caret) : null
        return caret && places ? [{ ...places, ...person, mode: caret.field, tab: client }] : []
      }),
    leave: hangUp
  }
}

function presentIn(states: ReadonlyMap<number, unknown>): Present[] {
  return [...states].flatMap(([client, state]) => (v.is(entry, state) ? [{ ...state, client }] : []))
}
