import { X } from 'lucide-preact'
import type { Condition, Line, Rule, Step, When } from '../../shared/automation/content.ts'
import { withOne } from './draft.ts'
import { OneOf } from './inputs.tsx'
import { conditionWords, freshCondition, freshStep, freshWhen, stepWords, whenWords } from './kinds.ts'
import { Details } from './parts.tsx'

type Props = { rule: Rule; edit(more: Partial<Rule>): void }

const choices = <T extends string>(words: Readonly<Record<T, string>>) => Object.entries(words) as [T, string][]
const mostParts = 10

/** When, if, then: each line reads as a part of a sentence. */
export function RuleParts({ rule, edit }: Props) {
  const { when } = rule
  return (
    <>
      <fieldset>
        <legend>When</legend>
        <div class="line">
          <OneOf
            label="When"
            words={choices(whenWords)}
            value={when.on}
            pick={(on: When['on']) => edit({ when: freshWhen(on) })}
          />
          <Details part={when} put={next => edit({ when: next })} />
        </div>
      </fieldset>
      {when.on !== 'by-hand' && <Conditions rule={rule} edit={edit} />}
      <Steps rule={rule} edit={edit} />
    </>
  )
}

function Conditions({ rule, edit }: Props) {
  const lines = rule.if
  const put = (at: number, next: Line | null) =>
    edit({ if: withOne(lines, at, next === null || next.length === 0 ? null : next) })
  return (
    <fieldset>
      <legend>If</legend>
      {lines.length === 0 && <p class="hint">In any case.</p>}
      {lines.map((line, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- a line is nothing but its place among the others
        <ConditionLine key={at} line={line} first={at === 0} put={next => put(at, next)} />
      ))}
      {lines.length < mostParts && (
        <button type="button" class="button quiet" onClick={() => edit({ if: [...lines, [freshCondition('text')]] })}>
          {lines.length === 0 ? 'Only if…' : 'And…'}
        </button>
      )}
    </fieldset>
  )
}

function ConditionLine({ line, first, put }: { line: Line; first: boolean; put(line: Line | null): void }) {
  const isNot = (one: Condition) => (one.not ? 'not' : 'so')
  return (
    <div class="line-of" role="group" aria-label={first ? 'One of these' : 'and one of these'}>
      {line.map((one, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- a condition is nothing but its place in the line
        <div class="line" key={at}>
          <span class="joint">{at > 0 ? 'or' : first ? 'if' : 'and'}</span>
          <OneOf
            label="Is it so or not"
            words={[
              ['so', 'it is so:'],
              ['not', 'it is not so:']
            ]}
            value={isNot(one)}
            pick={so => {
              const { not: _not, ...bare } = one
              put(withOne(line, at, so === 'not' ? { ...one, not: true } : bare))
            }}
          />
          <OneOf
            label="Condition"
            words={choices(conditionWords)}
            value={one.is}
            pick={(is: Condition['is']) => put(withOne(line, at, freshCondition(is)))}
          />
          <Details part={one} put={next => put(withOne(line, at, next))} />
          <Away words="Remove this condition" away={() => put(withOne(line, at, null))} />
        </div>
      ))}
      {line.length < mostParts && (
        <button type="button" class="button quiet" onClick={() => put([...line, freshCondition('text')])}>
          Or…
        </button>
      )}
    </div>
  )
}

function Steps({ rule: { then, when }, edit }: Props) {
  return (
    <fieldset>
      <legend>Then</legend>
      {then.map((step, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- a step is nothing but its place among the others
        <div class="line" key={at}>
          <OneOf
            label="Step"
            words={choices(stepWords).filter(([what]) => what !== 'call' || when.on !== 'by-hand')}
            value={step.do}
            pick={(what: Step['do']) => edit({ then: withOne(then, at, freshStep(what)) })}
          />
          <Details part={step} put={next => edit({ then: withOne(then, at, next) })} />
          <Away words="Remove this step" away={() => edit({ then: withOne(then, at, null) })} />
        </div>
      ))}
      {then.length < mostParts && (
        <button type="button" class="button quiet" onClick={() => edit({ then: [...then, freshStep('label')] })}>
          {then.length === 0 ? 'Do…' : 'And then…'}
        </button>
      )}
      {when.on === 'by-hand' && <p class="hint">In the name of the agent who asks for it.</p>}
    </fieldset>
  )
}

function Away({ words, away }: { words: string; away(): void }) {
  return (
    <button type="button" class="button quiet icon" aria-label={words} title={words} onClick={away}>
      <X class="small" />
    </button>
  )
}
