import type { AnyCommand } from '../../shared/catalog.ts'
import type { Rule } from '../../shared/automation/content.ts'
import type { Bare } from './tell.ts'

const refunds: Rule = {
  name: 'Refunds are urgent',
  order: 100,
  when: { on: 'message-received' },
  if: [
    [
      { is: 'text', words: 'refund' },
      { is: 'text', words: 'money back' }
    ]
  ],
  then: [
    { do: 'label', label: 'refund' },
    { do: 'prioritise', priority: 'high' }
  ]
}

const thanks: Rule = {
  name: 'Thank them, and resolve',
  order: 100,
  when: { on: 'by-hand' },
  if: [],
  then: [{ do: 'reply', text: 'Thank you for writing to us. Have a good day!' }, { do: 'resolve' }]
}

/** One that happens by itself from now on, and one that an agent finds with Ctrl-K. */
export async function tellAutomations(tell: (key: string, command: Bare<AnyCommand>) => Promise<void>): Promise<void> {
  await tell('refunds', { type: 'automation.publish', automation: 'demo-refunds', onVersion: 0, rule: refunds })
  await tell('thanks', { type: 'automation.publish', automation: 'demo-thanks', onVersion: 0, rule: thanks })
}
