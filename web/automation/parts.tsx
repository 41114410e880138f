import type { Condition, Step, When } from '../../shared/automation/content.ts'
import { strategies } from '../../shared/platforms/strategies.ts'
import { agents, inboxes, phrases, threads, workflows } from '../app/live.ts'
import { minorOf, unitOf } from '../workflow/money.ts'
import { LongWords, OneOf, Whole, Words } from './inputs.tsx'
import { OfTemplate } from './template-part.tsx'

type Part = When | Condition | Step
type Props<P extends Part> = { part: P; put(part: P): void }

const priorities = [
  ['urgent', 'urgent'],
  ['high', 'high'],
  ['low', 'low'],
  ['none', 'none']
] as const

/** What a kind of condition, step or beginning asks for besides. */
export function Details<P extends Part>({ part, put }: Props<P>) {
  const set = (more: object) => put({ ...part, ...more })
  return (
    <>
      {'label' in part && (
        <Words label="Label" value={part.label} most={40} known={labels()} put={label => set({ label })} />
      )}
      {'words' in part && <Words label="Words" value={part.words} most={200} put={words => set({ words })} />}
      {'text' in part && <LongWords label="What it says" value={part.text} most={4000} put={text => set({ text })} />}
      {'url' in part && <Words label="Address" wide value={part.url} most={2000} put={url => set({ url })} />}
      {'minutes' in part && (
        <Whole label="Minutes" value={part.minutes} put={minutes => set({ minutes })} after="minutes" />
      )}
      {'priority' in part && (
        <OneOf label="Priority" words={priorities} value={part.priority} pick={priority => set({ priority })} />
      )}
      {'inbox' in part && (
        <OneOf label="Inbox" words={inboxNames()} value={part.inbox} pick={inbox => set({ inbox })} />
      )}
      {'platform' in part && (
        <OneOf label="Platform" words={platformNames} value={part.platform} pick={platform => set({ platform })} />
      )}
      {'to' in part && <OneOf label="To whom" words={people()} value={part.to} pick={to => set({ to })} />}
      {'agent' in part && (
        <OneOf
          label="Assigned to"
          words={[['', 'nobody'], ...people()]}
          value={part.agent ?? ''}
          pick={agent => set({ agent: agent === '' ? null : agent })}
        />
      )}
      {'phrase' in part && (
        <OneOf label="Saved reply" words={phraseNames()} value={part.phrase} pick={phrase => set({ phrase })} />
      )}
      {'language' in part && <OfTemplate part={part} set={set} />}
      {'workflow' in part && <OfWorkflow part={part} set={set} />}
    </>
  )
}

function OfWorkflow({ part, set }: { part: Extract<Part, { workflow: string }>; set(more: object): void }) {
  const all = [...workflows.all.values()].flatMap(({ workflow, now, archived }) =>
    now && !archived ? [{ workflow, plan: now.plan }] : []
  )
  const plan = all.find(one => one.workflow === part.workflow)?.plan
  const currency = plan?.currency ?? 'EUR'
  const choose = (workflow: string) => {
    const chosen = all.find(one => one.workflow === workflow)?.plan
    const value = 'value' in part && chosen ? { value: { ...part.value, currency: chosen.currency } } : {}
    set({ workflow, ...value, ...('stage' in part && { stage: '' }) })
  }
  return (
    <>
      <OneOf
        label="Workflow"
        words={all.map(one => [one.workflow, one.plan.name] as const)}
        value={part.workflow}
        pick={choose}
      />
      {'stage' in part && (
        <OneOf
          label="Stage"
          words={(plan?.stages ?? []).map(stage => [stage.id, stage.name] as const)}
          value={part.stage}
          pick={stage => set({ stage })}
        />
      )}
      {'value' in part && (
        <Whole
          label="Amount"
          digits={12}
          value={Math.floor(part.value.minor / unitOf(part.value.currency))}
          put={amount => set({ value: { minor: minorOf(`${amount}`, currency) ?? 0, currency } })}
          after={currency}
        />
      )}
    </>
  )
}

const platformNames = strategies.map(({ platform }) => [platform, platform] as const)

/** A label is the same only if it is written the same. */
function labels() {
  void threads.revision.value
  return [...new Set([...threads.all.values()].flatMap(thread => thread.labels))].sort((a, b) => a.localeCompare(b))
}

function phraseNames() {
  void phrases.revision.value
  return [...phrases.all.values()].map(({ phrase, name }) => [phrase, name] as const)
}

function inboxNames() {
  return [...inboxes.all.values()].map(({ inbox, name }) => [inbox, name] as const)
}

function people() {
  return [...agents.all.values()].flatMap(({ agent, name, status }) =>
    status === 'active' ? [[agent, name] as const] : []
  )
}
