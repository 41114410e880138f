import type { ConversationCommand } from '../../../shared/conversations/commands.ts'
import { trustedContext } from '../../../shared/identity/may.ts'
import type { Me } from '../../../web/app/live.ts'
import { FakeServer } from './fake-server.ts'
import type { Tab } from './tab.ts'
import { until } from './until.ts'

export const edge = trustedContext({ kind: 'customer', id: 'maya' }, Date.now() + 60_000)
let ids = 0

export function receive(text: string, conversation = 'c-1', platform = 'webchat'): ConversationCommand {
  const id = `wamid.${++ids}`
  const content = { kind: 'text', text } as const
  return {
    type: 'conversation.receive',
    id,
    at: Date.now(),
    conversation,
    inbox: 'i-1',
    platform,
    contact: 'maya',
    message: id,
    content
  }
}

export function shopFor(me: Me, platform = 'webchat'): FakeServer {
  const server = new FakeServer()
  server.tell({ type: 'inbox.connect', id: 'k-1', at: 1, inbox: 'i-1', platform, name: 'Shop' }, edge)
  server.tell({ type: 'inbox.add-member', id: 'k-2', at: 1, inbox: 'i-1', agent: me.agent }, edge)
  server.tell(receive('Hello?', 'c-1', platform), edge)
  return server
}

export const reply = (text: string) =>
  ({ type: 'conversation.reply', conversation: 'c-1', content: { kind: 'text', text }, seen: `wamid.${ids}` }) as const
/** It says so only when all that came is drawn. */
export const connected = (tab: Tab) =>
  until(
    () => tab.live.connection.value.state === 'up-to-date',
    () => `up to date: ${JSON.stringify([tab.live.connection.value, tab.live.outbox.value, tab.live.inboxes.all.size])}`
  )
export const drained = (tab: Tab) => until(() => tab.live.outbox.value.length === 0, 'nothing waits')
export const texts = (server: FakeServer) =>
  server.events.flatMap(({ fact }) => {
    if (fact.type !== 'conversation.replied') return []
    const { content } = fact as never as { content: { text?: string; caption?: string } }
    return [content.text ?? content.caption ?? '']
  })
