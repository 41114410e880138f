import type { Rule } from '../../shared/automation/content.ts'
import type { Situation } from '../../shared/automation/judge.ts'

/** When a message says refund, it is labelled and given to ben. */
export const refund: Rule = {
  name: 'Refunds',
  order: 100,
  when: { on: 'message-received' },
  if: [[{ is: 'text', words: 'refund' }]],
  then: [
    { do: 'label', label: 'refund' },
    { do: 'assign', to: 'ben' }
  ]
}

export const so: Situation = {
  inbox: 'shop',
  platform: 'webchat',
  labels: ['vip'],
  priority: 'high',
  assignee: null,
  text: 'I want a Refund!',
  isOpenHours: true,
  cards: [{ workflow: 'sales', stage: 'talk', value: { minor: 5000, currency: 'EUR' } }]
}
