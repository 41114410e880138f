import { signal, type Signal } from '@preact/signals'
import type { Automation } from '../../shared/automation/automation.ts'
import type { AnyRefusal, ClientCommand } from '../../shared/catalog.ts'
import type { Contact } from '../../shared/contacts/contact.ts'
import type { Thread } from '../../shared/conversations/thread.ts'
import type { Agent } from '../../shared/identity/agent.ts'
import type { Role } from '../../shared/identity/events.ts'
import type { Inbox } from '../../shared/inboxes/inbox.ts'
import type { Phrase } from '../../shared/phrases/phrase.ts'
import type { Team } from '../../shared/routing/team.ts'
import type { Card } from '../../shared/workflow/card.ts'
import type { Workflow } from '../../shared/workflow/workflow.ts'
import { createRows, type DrawnRows, type Rows } from './rows.ts'

/** Who is signed in on this device. */
export type Me = {
  readonly tenant: string
  readonly tenantName: string
  readonly agent: string
  readonly name: string
  readonly role: Role
}

export type ThreadRow = Thread
export type ContactRow = Contact & { readonly contact: string }
export type InboxRow = Inbox & { readonly inbox: string }
export type AgentRow = Agent & { readonly agent: string }
export type TeamRow = Team & { readonly team: string }
export type WorkflowRow = Workflow & { readonly workflow: string }
export type CardRow = Card & { readonly card: string }
export type AutomationRow = Automation & { readonly automation: string }
export type PhraseRow = Phrase & { readonly phrase: string }

export type Connection = {
  readonly state: 'offline' | 'connecting' | 'catching-up' | 'up-to-date'
  /** What the server has not judged yet: everything that is still only on this device. */
  readonly waiting: number
  /** How many of the waiting ones are on their way right now. */
  readonly sending: number
  /** The server's last sign of life, epoch milliseconds. `null`: none since the app was opened. */
  readonly lastHeardAt: number | null
}

/** What is not shared with anybody yet: waiting for the server, or refused by it with the words kept. */
export type OutboxEntry = {
  readonly id: string
  readonly at: number
  readonly command: ClientCommand
  /** `null`: the command is not about a conversation. */
  readonly conversation: string | null
  /** The agent's own words in it, for the outbox screen and to take back into the composer. `null`: it has none. */
  readonly words: string | null
  readonly state: 'waiting' | 'sending' | 'refused'
  /** Why the server said no. Only when `state` is `refused`. */
  readonly refusal: AnyRefusal | null
  /** Why it will probably be refused, as this device sees it now. The server has the last word. */
  readonly doubt: AnyRefusal | null
}

/**
 * The file that is being brought to the server: one at a time, by the tab that pushes. `again`: why it is not there yet;
 * it is tried again by itself.
 */
export type Upload = {
  readonly conversation: string
  readonly file: string
  readonly sent: number
  readonly bytes: number
  readonly again: 'unreachable' | 'not-now' | 'no-room' | 'signed-out' | null
}

/** Why words could not be kept on this device. They stay in the composer. */
export type StorageTrouble = { readonly kind: 'full' | 'unavailable'; readonly at: number }

/** Words that did not go with a draft which somebody else had sent before. They are a draft again. */
export type GivenBack = { readonly conversation: string; readonly mode: 'reply' | 'note'; readonly by: string }

/** Everything the engine draws. One per tab; tests make more to be several tabs. */
export type Live = {
  readonly me: Signal<Me | null>
  readonly threads: DrawnRows<Thread>
  readonly contacts: DrawnRows<ContactRow>
  readonly inboxes: DrawnRows<InboxRow>
  readonly agents: DrawnRows<AgentRow>
  readonly teams: DrawnRows<TeamRow>
  readonly workflows: DrawnRows<WorkflowRow>
  readonly cards: DrawnRows<CardRow>
  readonly automations: DrawnRows<AutomationRow>
  readonly phrases: DrawnRows<PhraseRow>
  readonly connection: Signal<Connection>
  readonly outbox: Signal<readonly OutboxEntry[]>
  readonly upload: Signal<Upload | null>
  readonly storageTrouble: Signal<StorageTrouble | null>
  /** The last words that became a draft again. */
  readonly givenBack: Signal<readonly GivenBack[]>
  /** False until the rows of this device are painted for the first time. */
  readonly painted: Signal<boolean>
}

export function createLive(): Live {
  return {
    me: signal(null),
    threads: createRows(),
    contacts: createRows(),
    inboxes: createRows(),
    agents: createRows(),
    teams: createRows(),
    workflows: createRows(),
    cards: createRows(),
    automations: createRows(),
    phrases: createRows(),
    connection: signal({ state: 'offline', waiting: 0, sending: 0, lastHeardAt: null }),
    outbox: signal([]),
    upload: signal(null),
    storageTrouble: signal(null),
    givenBack: signal([]),
    painted: signal(false)
  }
}

/** This tab's. The engine draws into it; screens read the names below. */
export const live = createLive()

export const me: Readonly<Signal<Me | null>> = live.me
export const threads: Rows<Thread> = live.threads
export const contacts: Rows<ContactRow> = live.contacts
export const inboxes: Rows<InboxRow> = live.inboxes
export const agents: Rows<AgentRow> = live.agents
export const teams: Rows<TeamRow> = live.teams
export const workflows: Rows<WorkflowRow> = live.workflows
export const cards: Rows<CardRow> = live.cards
export const automations: Rows<AutomationRow> = live.automations
export const phrases: Rows<PhraseRow> = live.phrases
export const connection: Readonly<Signal<Connection>> = live.connection
export const outbox: Readonly<Signal<readonly OutboxEntry[]>> = live.outbox
export const upload: Readonly<Signal<Upload | null>> = live.upload
export const storageTrouble: Readonly<Signal<StorageTrouble | null>> = live.storageTrouble
export const givenBack: Readonly<Signal<readonly GivenBack[]>> = live.givenBack
export const painted: Readonly<Signal<boolean>> = live.painted
