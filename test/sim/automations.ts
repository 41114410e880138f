import type { AnyCommand } from '../../shared/catalog.ts'
import type { Automation } from '../../shared/automation/automation.ts'
import type { Rule } from '../../shared/automation/content.ts'
import type { BusinessHours } from '../../shared/routing/content.ts'
import { workflowOf } from './boards.ts'

type Bare = Pick<Rule, 'when' | 'if' | 'then'>

const received = { on: 'message-received' } as const
/** The words of customers end with their number: some of them have it. */
const says = (start: number) => [[{ is: 'text' as const, words: `question ${start}` }]]

/** What a workspace may have of them, by the bits of its plan. Each says by its note, or by its label, that it was there. */
const sets: readonly ((tenant: string) => readonly Bare[])[] = [
  // Some are somebody's at once; most wait for whoever takes them first.
  tenant => [
    {
      when: received,
      if: [[{ is: 'label', label: 'met', not: true }]],
      then: [
        { do: 'label', label: 'met' },
        { do: 'note', text: 'met' }
      ]
    },
    { when: received, if: says(4), then: [{ do: 'assign', to: `${tenant}-a0` }] }
  ],
  // The customer hears of it.
  () => [{ when: received, if: says(1), then: [{ do: 'reply', text: 'We have your words' }] }],
  // A circle.
  () => [
    { when: received, if: says(2), then: [{ do: 'label', label: 'ping' }] },
    { when: { on: 'labelled', label: 'ping' }, if: [], then: passOn('ping', 'pong') },
    { when: { on: 'labelled', label: 'pong' }, if: [], then: passOn('pong', 'ping') }
  ],
  // Away it goes, unless they have said more.
  () => [{ when: received, if: says(3), then: [{ do: 'note', text: 'over' }, { do: 'resolve' }] }],
  () => [
    {
      when: { on: 'waited', minutes: 2 },
      if: [],
      then: [
        { do: 'note', text: 'waited' },
        { do: 'reply', text: 'A little patience' },
        { do: 'prioritise', priority: 'high' }
      ]
    }
  ],
  // Into the stage that is soon full.
  tenant => {
    const workflow = workflowOf(tenant)
    return [
      {
        when: { on: 'card-entered', workflow, stage: 'wait' },
        if: [],
        then: [
          { do: 'move-card', workflow, stage: 'talk' },
          { do: 'note', text: 'moved on' },
          { do: 'call', url: 'https://shop.test/moved' }
        ]
      }
    ]
  }
]
const awayBit = sets.length
/** As many kinds as a plan may choose from. */
export const automationKinds = sets.length + 1

function passOn(from: string, to: string): Bare['then'] {
  return [
    { do: 'unlabel', label: from },
    { do: 'label', label: to }
  ]
}

export function rulesOf(tenant: string, chosen: number): readonly (readonly [automation: string, rule: Rule])[] {
  const some = sets.flatMap((set, bit) => ((chosen >> bit) & 1 ? set(tenant) : []))
  return some.map((bare, at) => [`${tenant}-r${at}`, { name: `Rule ${at}`, order: at + 1, ...bare }])
}

/** Open from eight to six, UTC, but on Sundays. */
const hours: BusinessHours = {
  zone: 'UTC',
  week: [0, 1, 2, 3, 4, 5, 6].map(day => (day === 0 ? [] : [{ from: 480, to: 1080 }]))
}

type Wanted<C = AnyCommand> = C extends unknown ? Omit<C, 'id' | 'at'> : never

/** What an admin does before anybody writes. */
export function automating(tenant: string, inboxes: readonly string[], chosen: number): readonly Wanted[] {
  const away = (chosen >> awayBit) & 1 ? inboxes : []
  return [
    ...rulesOf(tenant, chosen).map(([automation, rule]): Wanted => ({
      type: 'automation.publish',
      automation,
      onVersion: 0,
      rule
    })),
    ...away.flatMap((inbox): Wanted[] => [
      { type: 'inbox.set-hours', inbox, hours },
      { type: 'inbox.set-away-message', inbox, text: 'We are back tomorrow' }
    ])
  ]
}

/** And what later, to one that is there: off, on, or another version, which waits for longer if it waits. */
export function changed(automation: string, { now }: Automation, what: number): Wanted | null {
  if (!now) return null
  const { rule, version: onVersion } = now
  if (what < 2) return { type: what === 0 ? 'automation.turn-off' : 'automation.turn-on', automation }
  const when = rule.when.on === 'waited' ? { ...rule.when, minutes: 1 + (onVersion % 4) } : rule.when
  return { type: 'automation.publish', automation, onVersion, rule: { ...rule, when } }
}
