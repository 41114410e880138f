import type { ConversationFact } from '../conversations/events.ts'
import type { Held, Picture } from './picture.ts'
import { opened } from './held.ts'
import { deskOf, personOf } from './picture.ts'
import { lay, lift } from './lay.ts'

/** Whether it says anything that routing depends on. */
export function takeConversation(picture: Picture, id: string, seq: number, fact: ConversationFact): boolean {
  if (fact.type === 'conversation.opened') {
    const held = picture.conversations.get(id) ?? opened(id, fact.inbox)
    picture.conversations.set(id, held)
    lift(picture, held)
    held.status = 'open'
    lay(picture, held, seq, fact.at)
    return true
  }
  const held = picture.conversations.get(id)
  if (!held) return false
  if (fact.type === 'conversation.erased') {
    lift(picture, held)
    picture.conversations.delete(id)
    return true
  }
  const change = changeOf(picture, held, fact)
  if (!change) return false
  lift(picture, held)
  change()
  lay(picture, held, seq, fact.at)
  return true
}

/** What the fact does to the conversation, if anything that matters here. */
function changeOf(picture: Picture, held: Held, fact: ConversationFact): (() => void) | undefined {
  const set = (change: Partial<Held>) => () => void Object.assign(held, change)
  switch (fact.type) {
    case 'conversation.message-received':
      return set({ unansweredSince: Math.min(held.unansweredSince ?? fact.at, fact.at) })
    case 'conversation.replied':
      // What a program says is no answer.
      if (fact.by.kind !== 'agent') return undefined
      // Whoever answers what was theirs has it again.
      return set({ unansweredSince: null, again: held.again && fact.by.id !== held.assignee })
    case 'conversation.replied-elsewhere':
      return fact.at >= (held.unansweredSince ?? Infinity) ? set({ unansweredSince: null }) : undefined
    case 'conversation.claimed':
      return () => own(picture, held, fact.by.id, fact.at)
    case 'conversation.assigned':
      return () => {
        own(picture, held, fact.to, fact.at)
        // Whoever left while it was on its way to them cannot answer for it.
        held.again = isLeftAlone(picture, held)
      }
    case 'conversation.unassigned':
      return set({ assignee: null, assignedAt: fact.at, promised: null, again: false })
    case 'conversation.resolved':
      return set({
        status: 'resolved',
        unansweredSince: null,
        promised: null,
        again: false,
        queuedSeq: 0,
        queuedAt: 0
      })
    case 'conversation.snoozed':
      // Whoever was to be decided anew still is when it wakes.
      return set({ status: 'snoozed', promised: null })
    case 'conversation.woken':
      return set({ status: 'open', again: held.again || isLeftAlone(picture, held) })
    case 'conversation.reopened': {
      const comesBack = held.status === 'resolved' && fact.by.kind === 'customer' && held.assignee !== null
      const isRouted = deskOf(picture, held.inbox).policy.method !== 'manual'
      return set({ status: 'open', again: held.again || (comesBack && isRouted) || isLeftAlone(picture, held) })
    }
    case 'conversation.labelled':
      return set({ labels: [...held.labels.filter(label => label !== fact.label), fact.label] })
    case 'conversation.unlabelled':
      return set({ labels: held.labels.filter(label => label !== fact.label) })
    default:
      // The rest, and what a newer version says, moves nobody.
      return undefined
  }
}

/** What the router promised had its turn when it was promised. */
function own(picture: Picture, held: Held, agent: string, at: number): void {
  if (held.promised !== agent) personOf(picture, agent).lastTurn = ++picture.turns
  Object.assign(held, { assignee: agent, assignedAt: at, promised: null, again: false })
}

/** Whoever has it, or is to, is not there for it any more. Where people choose themselves, it stays with them. */
export function isLeftAlone(picture: Picture, { inbox, promised, assignee }: Held): boolean {
  const holder = promised ?? assignee
  if (holder === null) return false
  const { policy, members } = deskOf(picture, inbox)
  const { isActive, isAdmin } = personOf(picture, holder)
  return policy.method !== 'manual' && !(isActive && (isAdmin || members.has(holder)))
}
