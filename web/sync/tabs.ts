import type { Stored } from './engine/receive.ts'
import type { StreamId } from '../../shared/kernel/message.ts'

/** What the tabs of one person on one device tell each other. What they share is in the databases. */
export type TabMessage =
  | { readonly type: 'outbox-changed' }
  /** By the leader of this epoch. */
  | { readonly type: 'stored'; readonly epoch: number; readonly stored: Stored }
  /** The socket as its owner sees it. `pushedUpTo`: the highest `n` on its way. */
  | { readonly type: 'connection'; readonly connection: SharedConnection }
  | { readonly type: 'who-leads' }
  | { readonly type: 'leading'; readonly epoch: number; readonly visible: boolean }
  | { readonly type: 'need'; readonly stream: StreamId; readonly before: number }
  /** Older events of this stream came, or will not come now. */
  | { readonly type: 'needed'; readonly stream: StreamId; readonly answer: 'stored' | 'complete' | 'offline' }

export type SharedConnection = {
  readonly state: 'offline' | 'connecting' | 'catching-up' | 'up-to-date'
  readonly pushedUpTo: number
  readonly lastHeardAt: number | null
}

export type Tabs = {
  tell(message: TabMessage): void
  /** The one who listens hears everything from when we joined. */
  onMessage(listener: (message: TabMessage) => void): void
  close(): void
}

/** The other tabs, over a BroadcastChannel. Same code on both ends, so nothing is checked again here. */
export function joinTabs(name: string): Tabs {
  const channel = new BroadcastChannel(name)
  // What is told while this tab still reads its databases may not be in what it reads.
  let early: TabMessage[] | null = []
  let hear = (message: TabMessage): void => void early?.push(message)
  channel.addEventListener('message', event => hear(event.data as TabMessage))
  return {
    tell: message => channel.postMessage(message),
    onMessage(listener) {
      hear = listener
      for (const message of early ?? []) listener(message)
      early = null
    },
    close: () => channel.close()
  }
}
