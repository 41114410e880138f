import { Plus, X } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import type { Condition, Line, Rule, Step, When } from '../../shared/automation/content.ts'
import { keepFocus } from '../ui/keep-focus.ts'
import { withOne } from './draft.ts'
import { OneOf } from './inputs.tsx'
import { conditionWords, freshCondition, freshStep, freshWhen, notWords, stepWords, whenWords } from './kinds.ts'
import { Details } from './parts.tsx'

type Props = { rule: Rule; edit(more: Partial<Rule>): void }

const choices = <T extends string>(words: Readonly<Record<T, string>>) => Object.entries(words) as [T, string][]
const mostParts = 10

/** When, if, then: each line reads as a part of a sentence. */
export function RuleParts({ rule, edit }: Props) {
  const { when } = rule
  return (
    <>
      <Clause name="When">
        <div class="line">
          <div class="parts">
            <OneOf
              label="When"
              words={choices(whenWords)}
              value={when.on}
              pick={(on: When['on']) => edit({ when: freshWhen(on) })}
            />
            <Details part={when} put={next => edit({ when: next })} />
          </div>
        </div>
      </Clause>
      {when.on !== 'by-hand' && <Conditions rule={rule} edit={edit} />}
      <Steps rule={rule} edit={edit} />
    </>
  )
}

function Clause({ name, children }: { name: string; children: ComponentChildren }) {
  const id = useId()
  return (
    <div class="clause" role="group" aria-labelledby={id}>
      <b id={id}>{name}</b>
      <div class="lines-of">{children}</div>
    </div>
  )
}

function Conditions({ rule, edit }: Props) {
  const lines = rule.if
  const put = (at: number, next: Line | null) =>
    edit({ if: withOne(lines, at, next === null || next.length === 0 ? null : next) })
  return (
    <Clause name="If">
      {lines.length === 0 && <p class="hint">In any case.</p>}
      {lines.map((line, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- a line is nothing but its place among the others
        <ConditionLine key={at} line={line} first={at === 0} put={next => put(at, next)} />
      ))}
      {lines.length < mostParts && (
        <More
          words={lines.length === 0 ? 'Only if…' : 'And…'}
          add={() => edit({ if: [...lines, [freshCondition('text')]] })}
        />
      )}
    </Clause>
  )
}

function ConditionLine({ line, first, put }: { line: Line; first: boolean; put(line: Line | null): void }) {
  return (
    <div class="lines-of" role="group" aria-label={first ? 'One of these' : 'and one of these'}>
      {line.map((one, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- a condition is nothing but its place in the line
        <div class="line" key={at}>
          {(at > 0 || !first) && <span class="joint">{at > 0 ? 'or' : 'and'}</span>}
          <div class="parts">
            <OneOf
              label="Condition"
              words={bothWays}
              value={`${one.not ? 'not ' : ''}${one.is}`}
              pick={chosen => put(withOne(line, at, turned(one, chosen)))}
            />
            <Details part={one} put={next => put(withOne(line, at, next))} />
          </div>
          <Away words="Remove this condition" away={() => put(withOne(line, at, null))} />
        </div>
      ))}
      {line.length < mostParts && <More words="Or…" add={() => put([...line, freshCondition('text')])} />}
    </div>
  )
}

/** What is asked, and beside it the opposite. */
const bothWays = choices(conditionWords).flatMap(([is, words]): (readonly [Way, string])[] => [
  [is, words],
  [`not ${is}`, notWords[is]]
])
type Way = Condition['is'] | `not ${Condition['is']}`

/** Only turned around it asks for the same as before. */
function turned({ not: _not, ...before }: Condition, way: Way): Condition {
  const is = way.replace(/^not /, '') as Condition['is']
  const so = before.is === is ? before : freshCondition(is)
  return way === is ? so : { ...so, not: true }
}

function Steps({ rule: { then, when }, edit }: Props) {
  return (
    <Clause name="Then">
      {then.map((step, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- a step is nothing but its place among the others
        <div class="line" key={at}>
          <div class="parts">
            <OneOf
              label="Step"
              words={choices(stepWords).filter(([what]) => what !== 'call' || when.on !== 'by-hand')}
              value={step.do}
              pick={(what: Step['do']) => edit({ then: withOne(then, at, freshStep(what)) })}
            />
            <Details part={step} put={next => edit({ then: withOne(then, at, next) })} />
          </div>
          <Away words="Remove this step" away={() => edit({ then: withOne(then, at, null) })} />
        </div>
      ))}
      {then.length < mostParts && (
        <More
          words={then.length === 0 ? 'Do…' : 'And then…'}
          add={() => edit({ then: [...then, freshStep('label')] })}
        />
      )}
      {when.on === 'by-hand' && <p class="hint">In the name of the agent who asks for it.</p>}
    </Clause>
  )
}

function More({ words, add }: { words: string; add(): void }) {
  return (
    <button type="button" class="button quiet tight more" onClick={add}>
      <Plus class="small" />
      {words}
    </button>
  )
}

function Away({ words, away }: { words: string; away(): void }) {
  return (
    <button
      type="button"
      class="button quiet icon"
      aria-label={words}
      title={words}
      onClick={({ currentTarget }) => void keepFocus(currentTarget, away)}
    >
      <X class="small" />
    </button>
  )
}
