import * as v from 'valibot'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'

const entry = v.object({
  person: v.object({ id: v.string(), name: v.string() }),
  typing: v.optional(v.picklist(['reply', 'note']))
})
export type Present = v.InferOutput<typeof entry>

export type Room = {
  say(typing: 'reply' | 'note' | undefined): void
  leave(): void
}

/** Somebody else's tab has our Yjs client id: a copied profile. Another document is another client. */
const clientIdTaken = 4409

const longestPauseMs = 20_000

/** Enters the room of a conversation; `onChange` hears who is there, ourselves included, as the server names them. */
export function enterRoom(conversation: string, onChange: (present: readonly Present[]) => void): Room {
  const doc = new Y.Doc()
  const address = `${location.origin.replace(/^http/, 'ws')}/together`
  const provider = new WebsocketProvider(address, conversation, doc, {
    disableBc: true,
    maxBackoffTime: longestPauseMs
  })
  const { awareness } = provider
  awareness.setLocalState({})
  awareness.on('change', () => {
    onChange([...awareness.getStates().values()].filter(state => v.is(entry, state)))
  })
  let again: Room | undefined
  provider.on('closed', ({ code }: { code: number }) => {
    if (code === clientIdTaken) again = enterRoom(conversation, onChange)
  })
  return {
    say(typing) {
      awareness.setLocalState(typing ? { typing } : {})
      again?.say(typing)
    },
    leave() {
      provider.destroy()
      doc.destroy()
      again?.leave()
    }
  }
}
