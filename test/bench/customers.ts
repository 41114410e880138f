import { randomUUID } from 'node:crypto'
import type { AnyCommand } from '../../shared/catalog.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import type { Actors } from '../../sync-server/actors/actors.ts'

export const tenant = 'bench'

/** Messages until a customer's story is over and the next customer comes: a conversation is not endless. */
const messagesEach = 20

/** One customer after the other, each with an agent who answers every message. */
export function customers(actors: Actors): { readonly next: () => Promise<void> } {
  let conversation = ''
  let said = 0
  return {
    async next() {
      if (said % messagesEach === 0) conversation = randomUUID()
      const command = said++ % 2 === 0 ? received(conversation) : replied(conversation)
      await told(actors, command)
    }
  }
}

export async function told(actors: Actors, command: AnyCommand): Promise<void> {
  const by = { kind: 'agent', id: 'agent-1' } as const
  const told = await actors.tell(tenant, command, now => trustedContext(by, now))
  if (told.result !== 'accepted') throw new Error(`${command.type} was ${told.result}: ${JSON.stringify(told)}`)
}

export function received(conversation: string): AnyCommand {
  return {
    type: 'conversation.receive',
    id: randomUUID(),
    at: Date.now(),
    conversation,
    message: randomUUID(),
    inbox: 'bench-whatsapp',
    platform: 'whatsapp',
    contact: `contact-of-${conversation}`,
    content: { kind: 'text', text: 'Is the blue notebook with the dotted pages back in your shop?' }
  }
}

export function replied(conversation: string): AnyCommand {
  const content = { kind: 'text', text: 'Yes, since this morning. Shall I put one aside for you?' } as const
  return { type: 'conversation.reply', id: randomUUID(), at: Date.now(), conversation, content, seen: null }
}
