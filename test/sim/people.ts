import type { Conversation } from '../../shared/conversations/conversation.ts'
import type { Thread } from '../../shared/conversations/thread.ts'
import type { Wish } from '../../web/app/device.ts'
import { drawStream } from '../../web/sync/engine/device-log.ts'
import type { Script } from '../../web/sync/engine/script.ts'
import type { SimTab } from './sim-tab.ts'
import { cardWish, placing } from './boards.ts'
import type { Step } from './plan.ts'
import { canary } from './world.ts'

/** From here to there somebody takes something back: `run.ts`. */
export const firstTakenBack = 57
export const lastTakenBack = 60

type Wished = Extract<Step, { do: 'wish' }>

export function isClaim({ what }: Wished): boolean {
  return kinds.find(([upTo]) => what <= upTo)?.[1] === claim
}

type Make = (thread: Thread, state: Conversation, how: number, tab: SimTab) => Wish | null

const kinds: readonly (readonly [upTo: number, make: Make])[] = [
  [17, reply],
  [
    22,
    ({ conversation, inbox }, _, how, tab) => ({
      type: 'conversation.note',
      conversation,
      text: words(tab, inbox, how)
    })
  ],
  [27, claim],
  [30, ({ conversation }, _, how, tab) => ({ type: 'conversation.assign', conversation, to: colleague(tab, how) })],
  [32, ({ conversation }) => ({ type: 'conversation.unassign', conversation })],
  [36, ({ conversation }, state) => ({ type: 'conversation.resolve', conversation, seen: state.lastReceived })],
  [
    39,
    ({ conversation }, state, how, tab) => ({
      type: 'conversation.snooze',
      conversation,
      until: Math.max(0, tab.browser.now + (how - 3) * 60_000),
      seen: state.lastReceived
    })
  ],
  [41, ({ conversation }) => ({ type: 'conversation.reopen', conversation })],
  [
    43,
    ({ conversation }, _, how) => ({
      type: 'conversation.prioritise',
      conversation,
      priority: (['none', 'low', 'high', 'urgent'] as const)[how % 4]!
    })
  ],
  [
    45,
    ({ conversation, inbox }, _, how, { browser: { me } }) => ({
      type: 'conversation.label',
      conversation,
      label: `${canary(me.tenant, inbox)} ${how % 3}`
    })
  ],
  [
    46,
    ({ conversation }, { labels }, how) =>
      labels.length > 0 ? { type: 'conversation.unlabel', conversation, label: labels[how % labels.length]! } : null
  ],
  [49, ({ conversation, received }) => ({ type: 'conversation.mark-read', conversation, upTo: received })],
  [50, (thread, state, how) => ofHeld('conversation.send-held', thread, state, how)],
  [51, (thread, state, how) => ofHeld('conversation.discard-held', thread, state, how)],
  [
    52,
    ({ conversation }, { sends }, how) => {
      const failed = sends.filter(send => send.delivery === 'failed' || send.delivery === 'unknown')
      const send = failed[how % Math.max(1, failed.length)]
      if (send) return { type: 'conversation.retry', conversation, message: send.message }
      const waits = sends.find(({ delivery }) => delivery === 'waiting')
      return waits ? { type: 'conversation.withdraw-reply', conversation, message: waits.message } : null
    }
  ],
  [53, ({ contact, inbox }, _, how, tab) => ({ type: 'contact.rename', contact, name: words(tab, inbox, how) })],
  [
    54,
    ({ contact, inbox }, _, how, tab) => ({
      type: 'contact.set-attribute',
      contact,
      key: 'plan',
      value: words(tab, inbox, how)
    })
  ],
  [55, (_, __, how, { browser: { me } }) => ({ type: 'agent.rename', agent: me.agent, name: `Ada ${how}` })],
  [56, ({ inbox }, _, how) => ({ type: 'inbox.rename', inbox, name: `Inbox ${how}` })],
  [lastTakenBack, () => null],
  [62, (thread, _, how, tab) => placing(thread, how, tab)]
]

/** What somebody wants who looks at this tab: of what they see there, as they see it. */
export function wishOf(
  tab: SimTab,
  { what, where, how }: Wished
): (log: NonNullable<SimTab['log']>) => Script<Wish | null> {
  const make = kinds.find(([upTo]) => what <= upTo)?.[1]
  if (!make) return () => then(cardWish(tab, what, where, how))
  return function* (log) {
    const threads = [...tab.live.threads.all.values()].sort((a, b) => (a.conversation < b.conversation ? -1 : 1))
    const thread = threads[where % Math.max(1, threads.length)]
    if (!thread) return null
    const drawn = yield* drawStream(log, `conversation/${thread.conversation}`)
    return drawn ? make(thread, drawn.state as Conversation, how, tab) : null
  }
}

/** What is nobody's and stands first: whoever looks for work takes the same. */
function claim({ conversation: looked }: Thread, _: Conversation, __: number, { live }: SimTab): Wish {
  const free = [...live.threads.all.values()].filter(one => one.assignee === null && one.status === 'open')
  const conversation = free.map(one => one.conversation).toSorted()[0] ?? looked
  return { type: 'conversation.claim', conversation }
}

function* then<T>(value: T): Script<T> {
  yield* []
  return value
}

function reply(thread: Thread, state: Conversation, how: number, tab: SimTab): Wish {
  const { conversation, inbox, platform } = thread
  const { me } = tab.browser
  const seen = state.latest.find(message => message.by !== me.agent)?.message ?? null
  const text = words(tab, inbox, how)
  if (platform === 'whatsapp' && how % 9 === 8) {
    const content = { kind: 'template' as const, name: 'hello', language: 'en', parameters: [], text }
    return { type: 'conversation.reply', conversation, content, seen }
  }
  return { type: 'conversation.reply', conversation, content: { kind: 'text', text }, seen }
}

function ofHeld(
  type: 'conversation.send-held' | 'conversation.discard-held',
  { conversation }: Thread,
  { held }: Conversation,
  how: number
): Wish | null {
  const one = held[how % Math.max(1, held.length)]
  return one ? { type, conversation, message: one.message } : null
}

function words(tab: SimTab, inbox: string, how: number): string {
  return `${canary(tab.browser.me.tenant, inbox)} words ${how} of ${tab.browser.number}`
}

function colleague(tab: SimTab, how: number): string {
  const agents = [...tab.live.agents.all.keys()].sort()
  return agents[how % Math.max(1, agents.length)] ?? tab.browser.me.agent
}
