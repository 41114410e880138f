import type { Plan, Stage } from './plan.ts'

/** Workflows to begin with. They are copied, and then belong to the workspace. */
export const templates: readonly { readonly id: string; readonly about: string; readonly plan: Plan }[] = [
  {
    id: 'support',
    about: 'Every conversation is a case, and no case is forgotten.',
    plan: {
      name: 'Support',
      stages: [
        stage('new', 'New', 'blue', 'incoming', { time: { minutes: 240, warnMinutes: 60 } }),
        stage('working', 'In progress', 'amber', 'working', { limit: { cards: 12, hard: false } }),
        stage('customer', 'Waiting for customer', 'grey', 'waiting', { time: { minutes: 4320, warnMinutes: 1440 } }),
        stage('solved', 'Solved', 'green', 'won'),
        stage('unsolved', 'Not solved', 'red', 'lost')
      ],
      transitions: null,
      fields: [{ key: 'order', name: 'Order number' }],
      currency: 'EUR',
      reopening: { sameCycleDays: 7 },
      takes: { from: 'every-inbox' }
    }
  },
  {
    id: 'sales',
    about: 'From the first question to the sale, with what it is worth.',
    plan: {
      name: 'Sales',
      stages: [
        stage('enquiry', 'Enquiry', 'blue', 'incoming'),
        stage('qualified', 'Qualified', 'teal', 'working', { required: ['value'] }),
        stage('offer', 'Offer sent', 'violet', 'waiting', { time: { minutes: 10_080, warnMinutes: 2880 } }),
        stage('deciding', 'Deciding', 'amber', 'waiting', { limit: { cards: 10, hard: true } }),
        stage('won', 'Won', 'green', 'won'),
        stage('lost', 'Lost', 'red', 'lost')
      ],
      transitions: null,
      fields: [{ key: 'interest', name: 'Interested in' }],
      currency: 'EUR',
      reopening: { sameCycleDays: 30 },
      takes: { from: 'nobody' }
    }
  },
  {
    id: 'onboarding',
    about: 'New customers, step by step, until they stand on their own feet.',
    plan: {
      name: 'Onboarding',
      stages: [
        stage('welcome', 'Welcome', 'blue', 'incoming', { required: ['owner'] }),
        stage('setting-up', 'Setting up', 'teal', 'working', { limit: { cards: 8, hard: true } }),
        stage('training', 'Training', 'violet', 'working', { limit: { cards: 8, hard: false } }),
        stage('first-weeks', 'First weeks', 'grey', 'waiting', { time: { minutes: 20_160, warnMinutes: 2880 } }),
        stage('running', 'Running', 'green', 'won'),
        stage('stopped', 'Stopped', 'red', 'lost')
      ],
      transitions: null,
      fields: [{ key: 'plan', name: 'What they bought' }],
      currency: 'EUR',
      reopening: null,
      takes: { from: 'nobody' }
    }
  },
  {
    id: 'simple',
    about: 'New, in progress, done. The rest is up to you.',
    plan: {
      name: 'Simple',
      stages: [
        stage('new', 'New', 'blue', 'incoming'),
        stage('working', 'In progress', 'amber', 'working'),
        stage('done', 'Done', 'green', 'won')
      ],
      transitions: null,
      fields: [],
      currency: 'EUR',
      reopening: null,
      takes: { from: 'nobody' }
    }
  }
]

/** To lay out every stage by hand. It is no workflow before it has one. */
export const nothing: Plan = {
  name: '',
  stages: [],
  transitions: null,
  fields: [],
  currency: 'EUR',
  reopening: null,
  takes: { from: 'nobody' }
}

function stage(
  id: string,
  name: string,
  colour: Stage['colour'],
  kind: Stage['kind'],
  more: Partial<Pick<Stage, 'limit' | 'time' | 'required'>> = {}
): Stage {
  return { id, name, colour, kind, limit: null, time: null, required: [], enter: 'agent', leave: 'agent', ...more }
}
