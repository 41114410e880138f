import { createHash } from 'node:crypto'
import type { AnyCommand } from '../../shared/catalog.ts'
import type { Content, Media } from '../../shared/conversations/content.ts'
import { sayTemplate } from '../../shared/inboxes/content-words.ts'
import { agentContext, trustedContext } from '../../shared/identity/may.ts'
import type { Context } from '../../shared/kernel/decider.ts'
import type { Actors } from '../actors/actors.ts'
import { conversationIdOf } from '../contacts/derived-ids.ts'
import type { ContactHandles } from '../contacts/handles.ts'
import type { Fate, Step, Story } from './story.ts'
import { templates } from './templates.ts'

const minuteMs = 60_000
const tenant = 'demo'

export type Telling = { readonly actors: Actors; readonly handles: ContactHandles; readonly now: number }

/** A command without what every command has: the teller gives it its id and its moment. */
export type Bare<C> = C extends AnyCommand ? Omit<C, 'id' | 'at'> : never

/** Where a story stands while it is told. */
type Teller = {
  readonly conversation: string
  readonly inbox: string
  readonly platform: string
  readonly contact: string
  at: number
  received: number
  lastReceived: string | null
  /** As if it had happened at this moment: a reply of last week is judged by last week's clock. */
  tell(key: string, command: Bare<AnyCommand>, as: (now: number) => Context, at?: number): Promise<void>
  idOf(key: string): string
}

/** Tells one story through the commands everybody uses. Told again it changes nothing: ids come from its place. */
export async function tellStory(telling: Telling, story: Story): Promise<void> {
  const teller = await begin(telling, story)
  for (const [place, step] of story.steps.entries()) {
    teller.at += step.after * minuteMs
    await tellStep(teller, `${place}`, step)
  }
  const upTo = teller.received - (story.unread ?? 0)
  const { conversation } = teller
  for (const who of ['demo-agent1', 'demo-agent2', 'demo-admin']) {
    await teller.tell(`read:${who}`, { type: 'conversation.mark-read', conversation, upTo }, asAgent(who))
  }
}

/** Where a story happens. The contact is the same whoever asks first. */
export async function conversationOf({ handles }: Pick<Telling, 'handles'>, story: Story) {
  const inbox = story.inbox ?? `demo-${story.on}`
  const handle = { platform: story.on, kind: story.on === 'whatsapp' ? 'wa_id' : 'visitor', value: story.handle }
  const [person] = await handles.claim(tenant, [[handle]])
  if (!person) throw new Error(`${story.who} has no contact`)
  const { contact } = person
  return { inbox, handle, contact, conversation: conversationIdOf(tenant, inbox, contact) }
}

async function begin(telling: Telling, story: Story): Promise<Teller> {
  const { actors, now } = telling
  const { inbox, handle, contact, conversation } = await conversationOf(telling, story)
  const idOf = (key: string) => idFor(`${story.on} ${story.handle} ${key}`)
  const teller: Teller = {
    conversation,
    inbox,
    platform: story.on,
    contact,
    at: now - story.beganHoursAgo * 60 * minuteMs,
    received: 0,
    lastReceived: null,
    idOf,
    async tell(key, command, as, at = teller.at) {
      const told = await actors.tell(tenant, { ...command, id: idOf(key), at }, () => as(at))
      if (told.result === 'refused') {
        throw new Error(`the sample story of ${story.who} at ${key} was refused: ${told.refusal.reason}`)
      }
    }
  }
  const meet = { type: 'contact.meet', contact, inbox, handles: [handle], name: story.who } satisfies Bare<AnyCommand>
  await teller.tell('met', meet, asCustomer(contact))
  for (const [key, value] of Object.entries(story.about ?? {})) {
    await teller.tell(`about:${key}`, { type: 'contact.set-attribute', contact, key, value }, asAgent('demo-admin'))
  }
  return teller
}

async function tellStep(teller: Teller, key: string, step: Step): Promise<void> {
  const { conversation } = teller
  switch (step.does) {
    case 'says':
      return receive(teller, key, { kind: 'text', text: step.text })
    case 'sends':
      return receive(teller, key, { kind: 'media', items: [photoOf(key)], caption: step.caption })
    case 'reply':
      return reply(teller, key, step.who, { kind: 'text', text: step.text }, step.fate)
    case 'template':
      return reply(teller, key, step.who, filled(step.name, step.parameters), step.fate)
    case 'note':
      return teller.tell(key, { type: 'conversation.note', conversation, text: step.text }, asAgent(step.who))
    case 'claim':
      return teller.tell(key, { type: 'conversation.claim', conversation }, asAgent(step.who))
    case 'assign':
      return teller.tell(key, { type: 'conversation.assign', conversation, to: step.to }, asAgent(step.who))
    case 'resolve':
      return teller.tell(
        key,
        { type: 'conversation.resolve', conversation, seen: teller.lastReceived },
        asAgent(step.who)
      )
    case 'snooze': {
      const until = teller.at + step.forHours * 60 * minuteMs
      const snooze = { type: 'conversation.snooze', conversation, until, seen: teller.lastReceived } as const
      return teller.tell(key, snooze, asAgent(step.who))
    }
    case 'label':
      return teller.tell(key, { type: 'conversation.label', conversation, label: step.label }, asAgent(step.who))
    case 'prioritise':
      return teller.tell(
        key,
        { type: 'conversation.prioritise', conversation, priority: step.priority },
        asAgent(step.who)
      )
  }
}

async function receive(teller: Teller, key: string, content: Content): Promise<void> {
  const { conversation, inbox, platform, contact } = teller
  const message = teller.idOf(`message:${key}`)
  const command = { type: 'conversation.receive', conversation, inbox, platform, contact, message, content } as const
  await teller.tell(key, command, asCustomer(contact))
  teller.received += 1
  teller.lastReceived = message
}

/** A reply with all of its way to the customer. The emulator was not there, so the ids of its messages are made up. */
async function reply(teller: Teller, key: string, who: string, content: Content, fate: Fate): Promise<void> {
  const { conversation, lastReceived } = teller
  await teller.tell(key, { type: 'conversation.reply', conversation, content, seen: lastReceived }, asAgent(who))
  const message = teller.idOf(key)
  const platformId = teller.platform === 'webchat' ? message : `wamid.${teller.idOf(`wamid:${key}`)}`
  const sentAt = teller.at + 2000
  const start = { type: 'conversation.start-sending', conversation, message } as const
  await teller.tell(`${key}:start`, start, asSystem, sentAt)
  const outcome =
    typeof fate === 'object'
      ? { result: 'failed' as const, failure: { code: fate.failed, reason: fate.reason } }
      : fate === 'unknown'
        ? { result: 'unknown' as const }
        : { result: 'sent' as const, platformId }
  const end = { type: 'conversation.end-sending', conversation, message, outcome } as const
  await teller.tell(`${key}:end`, end, asSystem, sentAt)
  const receipts = fate === 'read' ? (['delivered', 'read'] as const) : fate === 'delivered' ? [fate] : []
  for (const status of receipts) {
    const receipt = { type: 'conversation.receipt', conversation, platformId, status } as const
    await teller.tell(`${key}:${status}`, receipt, asSystem, sentAt + 5000)
  }
}

function filled(name: string, parameters: readonly string[]): Content {
  const template = templates.find(one => one.name === name)
  if (!template) throw new Error(`the sample has no template ${name}`)
  return sayTemplate(template, parameters)
}

function idFor(text: string): string {
  return `sample-${createHash('sha256').update(text).digest('hex').slice(0, 24)}`
}

const asSystem = (now: number) => trustedContext({ kind: 'system', id: 'sample' }, now)
const asCustomer = (contact: string) => (now: number) => trustedContext({ kind: 'customer', id: contact }, now)
const asAgent = (id: string) => (now: number) => agentContext({ id, role: 'admin', inboxes: [] }, now, () => true)

/** The pretended WhatsApp draws a picture for any id that looks like one of its own. */
function photoOf(key: string): Media {
  const digits = BigInt(`0x${createHash('sha256').update(key).digest('hex').slice(0, 12)}`)
  return { media: 'image', id: `3${String(digits).padStart(15, '0')}`, mime: 'image/png' }
}
