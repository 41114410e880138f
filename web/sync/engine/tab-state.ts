import type { StreamId } from '../../../shared/kernel/message.ts'
import type { DownFrame } from '../../../shared/protocol/down.ts'
import type { NeedAnswer } from '../needs.ts'
import type { TabMessage } from '../tabs.ts'
import type { LeaderEffect } from './leader.ts'
import type { LineEffect, LineInput, Patience } from './line-state.ts'
import type { Script } from './script.ts'

export type TimerName = 'redial' | 'life' | 'takeover' | 'patrol' | 'retry'

/** What happens to a tab. */
export type TabInput =
  | { readonly on: 'begin' | 'close' }
  /** The page was shown or hidden, or the browser says that there is a network. */
  | { readonly on: 'woken' }
  | { readonly on: 'told'; readonly message: TabMessage }
  | { readonly on: 'lock'; readonly is: 'granted' | 'lost' | 'unavailable' }
  | { readonly on: 'time'; readonly timer: TimerName }
  | Extract<LineInput, { on: 'opened' | 'heard' | 'ended' | 'doubt' }>

/** What a tab wants of the world around it. */
export type TabEffect =
  | Extract<LineEffect, { do: 'dial' | 'send' | 'hang-up' | 'turned away' }>
  | Extract<LeaderEffect, { do: 'ask for lock' | 'let go' | 'tell' }>
  | { readonly do: 'wait'; readonly timer: TimerName; readonly ms: number }
  | { readonly do: 'stop waiting'; readonly timer: TimerName }
  /** Runs it to its end before the next one begins, so that no tab ever draws half of two things. It never throws. */
  | { readonly do: 'work'; readonly script: () => Script<void> }
  /** Older events of this stream came, or will not come now. */
  | { readonly do: 'needed'; readonly stream: StreamId; readonly answer: NeedAnswer }
  | { readonly do: 'welcomed'; readonly me: Extract<DownFrame, { type: 'welcome' }>['me'] }
  | { readonly do: 'trouble'; readonly error: unknown }

/** Clock, chance and the page, as a tab asks for them. */
export type TabWorld = {
  readonly hasLocks: boolean
  readonly patience: Patience
  now(): number
  random(): number
  newClient(): string
  isVisible(): boolean
}
