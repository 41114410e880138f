import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'

export type Writer = {
  readonly doc: Y.Doc
  readonly provider: WebsocketProvider
  text(): string
  write(words: string): void
  /** What each of the others says of itself. */
  others(): Record<string, unknown>[]
  /** Resolves with the code when the server shows us out for good. */
  readonly shownOut: Promise<number>
  leave(): void
}

/** The stock y-websocket client, as anybody would use it from Node, with a session's cookie. `copyOf`: from a copied profile. */
export function writer(url: string, conversation: string, cookie: string, copyOf?: Writer): Writer {
  const doc = new Y.Doc()
  if (copyOf) doc.clientID = copyOf.doc.clientID
  class WithCookie extends WebSocket {
    constructor(address: string) {
      super(address, { headers: { cookie, origin: url } })
    }
  }
  const provider = new WebsocketProvider(`${url.replace('http', 'ws')}/together`, conversation, doc, {
    WebSocketPolyfill: WithCookie as unknown as typeof globalThis.WebSocket,
    disableBc: true
  })
  const shownOut = new Promise<number>(resolve =>
    provider.on('closed', ({ code }: { code: number }) => {
      resolve(code)
    })
  )
  return {
    doc,
    provider,
    shownOut,
    text: () => doc.getText('reply').toString(),
    write: words => doc.getText('reply').insert(doc.getText('reply').length, words),
    others: () =>
      [...provider.awareness.getStates()].filter(([client]) => client !== doc.clientID).map(([, state]) => state),
    leave() {
      provider.destroy()
      doc.destroy()
    }
  }
}
