import { expect, test } from 'vitest'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import { emptyPage, turnPage } from '../../shared/conversations/page.ts'
import type { Event } from '../../shared/kernel/message.ts'
import type { ClientCommand } from '../../shared/catalog.ts'
import type { Drawn } from '../../web/sync/engine/redraw.ts'
import { hopesBeside, itemsOf } from '../../web/app/page-items.ts'

const by = { kind: 'agent', id: 'ada' } as const
const content = { kind: 'text', text: 'It is on its way.' } as const
const command: ClientCommand = {
  type: 'conversation.reply',
  id: 'r-1',
  at: 5,
  conversation: 'c-1',
  content,
  seen: null
}
const replied: ConversationFact = { type: 'conversation.replied', at: 5, by, cause: 'r-1', message: 'r-1', content }
const sent: ConversationFact = {
  type: 'conversation.sent',
  at: 6,
  by: { kind: 'system', id: 's' },
  cause: 's-1',
  message: 'r-1',
  platformId: 'p-1'
}

/** Another tab has stored that it is there, and has not told this one yet. */
const stillHoped: Drawn = {
  state: null,
  version: 1,
  hopes: [
    {
      held: { n: 1, command, stream: 'conversation/c-1', after: null, gone: true, acceptedAt: null, refusal: null },
      facts: [replied],
      doubt: null
    }
  ]
}

test('[P4] what is stored already is no hope on a page that reads it, also where the tab has not heard of it yet', () => {
  const run = [replied, sent].map((fact, at): Event => {
    return { seq: at + 2, stream: 'conversation/c-1', version: at + 2, recordedAt: fact.at, fact }
  })
  const [alone, ...others] = itemsOf(turnPage(emptyPage, [replied, sent]), hopesBeside(run, stillHoped), 'ada')
  expect(others).toEqual([])
  expect(alone).toMatchObject({ id: 'r-1', delivery: 'sent', onDevice: false })
  const [before] = itemsOf(turnPage(emptyPage, []), hopesBeside([], stillHoped), 'ada')
  expect(before).toMatchObject({ id: 'r-1', delivery: 'waiting', onDevice: true })
})
