import { isClosing, isOpen } from '../../../shared/workflow/plan-rules.ts'
import type { Plan, Stage } from '../../../shared/workflow/plan.ts'
import { withPath } from './paths.ts'
import { Check, Choice, Figure } from './inputs.tsx'
import { askable, roleWords } from './words.ts'

type Props = { stage: Stage; plan: Plan; set(change: Partial<Stage>): void; edit(plan: Plan): void }

/** How many, how long, what has to be there, who, and where to. */
export function StageRules({ stage, plan, set, edit }: Props) {
  const { id, required, enter, leave } = stage
  const ask = (key: string, wanted: boolean) =>
    set({ required: wanted ? [...required, key] : required.filter(one => one !== key) })
  return (
    <div class="rules">
      {!isClosing(stage) && <Limit stage={stage} set={set} />}
      {!isClosing(stage) && <Time stage={stage} set={set} />}
      <fieldset>
        <legend>Before a card leaves it must have</legend>
        {askable(plan).map(([key, name]) => (
          <Check key={key} name={name} on={required.includes(key)} turn={on => ask(key, on)} />
        ))}
      </fieldset>
      <fieldset>
        <legend>From here a card may go to</legend>
        {plan.stages
          .filter(other => other.id !== id)
          .map(other => (
            <Check
              key={other.id}
              name={other.name}
              on={isOpen(plan, id, other.id)}
              turn={on => edit({ ...plan, transitions: withPath(plan, id, other.id, on) })}
            />
          ))}
      </fieldset>
      <div class="pair">
        <Choice label="Who may bring cards in" words={roleWords} value={enter} choose={enter => set({ enter })} />
        <Choice label="Who may take cards out" words={roleWords} value={leave} choose={leave => set({ leave })} />
      </div>
    </div>
  )
}

type RuleProps = Pick<Props, 'stage' | 'set'>

/** Where customers come in nobody is turned away, so only a soft limit can be kept there. */
function Limit({ stage: { limit, kind }, set }: RuleProps) {
  const put = (cards: number | null) => set({ limit: cards === null ? null : { cards, hard: limit?.hard ?? false } })
  return (
    <div class="pair">
      <Figure label="At most so many cards" value={limit?.cards ?? null} step={1} put={put} />
      {kind !== 'incoming' && (
        <Check
          name="Refuse who comes next"
          on={limit?.hard ?? false}
          off={limit === null}
          turn={hard => limit && set({ limit: { ...limit, hard } })}
        />
      )}
    </div>
  )
}

function Time({ stage: { time }, set }: RuleProps) {
  const put = (minutes: number | null) =>
    set({ time: minutes === null ? null : { minutes, warnMinutes: Math.min(time?.warnMinutes ?? 0, minutes) } })
  const warn = (minutes: number | null) => time && set({ time: { ...time, warnMinutes: minutes ?? 0 } })
  return (
    <div class="pair">
      <Figure
        label="Not longer than, in hours"
        value={hoursOf(time?.minutes)}
        step={0.25}
        put={hours => put(minutesOf(hours))}
      />
      {time && (
        <Figure
          label="Warn so many hours before"
          value={hoursOf(time.warnMinutes)}
          step={0.25}
          least={0}
          put={hours => warn(minutesOf(hours))}
        />
      )}
    </div>
  )
}

function hoursOf(minutes: number | undefined): number | null {
  return minutes === undefined ? null : minutes / 60
}

function minutesOf(hours: number | null): number | null {
  return hours === null ? null : Math.round(hours * 60)
}
