import type { Method } from '../../shared/routing/content.ts'
import { act } from '../app/shell/act.ts'
import { Hours } from '../app/shell/business-hours.tsx'
import { agents, inboxes, teams, workflows, type InboxRow } from '../app/live.ts'
import { Choice } from './choice.tsx'
import { nobodyWords } from './crew-words.ts'
import { dropPolicy, keepPolicy, keptPolicy } from './kept.ts'
import { policyForm, readPolicy, type PolicyForm } from './policy-form.ts'
import { PolicyVersions } from './policy-versions.tsx'
import { PublishedMeanwhile } from './published-meanwhile.tsx'
import { Targets } from './targets.tsx'
import { TryPolicy } from './try-policy.tsx'
import { keepFocus } from '../ui/keep-focus.ts'
import { Typed } from '../ui/typed.tsx'

const methods: readonly (readonly [Method, string])[] = [
  ['manual', 'By hand: whoever takes it'],
  ['round-robin', 'In turn'],
  ['weighted', 'By share: a higher limit gets more'],
  ['least-busy', 'To whoever has the fewest open']
]

/** One inbox's policy and hours. What is typed counts only when it is published; what others publish meanwhile is kept beside. */
export function InboxRouting({ inbox }: { inbox: string }) {
  const row = inboxes.get(inbox)
  void [teams.revision.value, agents.revision.value]
  if (!row) return null
  const inForce = versionOf(row)
  const { onVersion, edits } = keptPolicy(inbox) ?? { onVersion: inForce, edits: {} }
  const form = { ...policyForm(row.routing), ...edits }
  const read = readPolicy(form)
  const wrong = wrongOf(read)
  const isGivenOut = (row.routing?.method ?? 'manual') !== 'manual'
  const isChanged = Object.keys(edits).length > 0
  const isStale = isChanged && onVersion !== inForce
  const warning = 'words' in read ? null : nobodyWords(read, row, agents.all, teams.all)
  const edit = (more: Partial<PolicyForm>) => keepPolicy(inbox, { onVersion, edits: { ...edits, ...more } })
  const publish = async () => {
    if ('words' in read) return
    const { accepted } = await act(
      { type: 'inbox.set-routing', inbox, policy: read, ...asked(row, onVersion) },
      { done: publishedWords(row.name) }
    )
    if (accepted) dropPolicy(inbox)
  }
  return (
    <section aria-label={row.name} data-inbox={inbox}>
      <h2 dir="auto">{row.name}</h2>
      <form
        class="policy"
        onSubmit={event => {
          event.preventDefault()
          void keepFocus(event.submitter ?? event.currentTarget, publish)
        }}
      >
        <Choice
          label="New conversations go"
          choices={methods}
          chosen={form.method}
          choose={method => edit({ method: method as Method })}
        />
        {form.method !== 'manual' && <Rules form={form} wrong={wrong} edit={edit} />}
        {isStale && (
          <PublishedMeanwhile
            row={row}
            mine={'words' in read ? null : read}
            goOn={version => keepPolicy(inbox, { onVersion: version, edits })}
            drop={() => dropPolicy(inbox)}
          />
        )}
        {warning !== null && <p class="warning">{warning}</p>}
        {isChanged && (
          <p class="acts">
            <button type="submit" class="button primary" disabled={wrong !== null || isStale}>
              Publish
            </button>
            <button
              type="button"
              class="button quiet"
              onClick={({ currentTarget }) => void keepFocus(currentTarget, () => dropPolicy(inbox))}
            >
              As it was
            </button>
          </p>
        )}
      </form>
      {(isChanged || isGivenOut) && <TryPolicy inbox={inbox} name={row.name} policy={'words' in read ? null : read} />}
      <PolicyVersions inbox={inbox} />
      <Targets inbox={inbox} name={row.name} targets={row.sla?.targets} inHours={(row.hours ?? null) !== null} />
      {(isGivenOut || row.sla || isAimedFor()) && (
        <Hours
          inbox={inbox}
          hours={row.hours ?? null}
          label={isGivenOut ? 'Give out only in business hours' : 'Count only business hours'}
        />
      )}
    </section>
  )
}

type RulesProps = { form: PolicyForm; wrong: ReturnType<typeof wrongOf>; edit(more: Partial<PolicyForm>): void }

function Rules({ form, wrong, edit }: RulesProps) {
  const named = [...teams.all.values()].map(({ team, name }) => [team, name] as const)
  const wrongAt = (field: string) => (wrong?.field === field ? wrong.words : undefined)
  return (
    <>
      <Choice
        label="To"
        choices={[['', 'Everybody who works in this inbox'], ...named]}
        chosen={form.team}
        choose={team => edit({ team })}
      />
      <Typed
        label="At most open at once, of this inbox, for each"
        number
        value={form.limit}
        set={limit => edit({ limit })}
        hint="Nothing: no limit. Everybody’s own limit holds besides."
        wrong={wrongAt('limit')}
      />
      <label class="switch">
        <input
          type="checkbox"
          checked={form.sticky}
          onChange={event => edit({ sticky: event.currentTarget.checked })}
        />
        Who comes back goes to whoever answered them last
      </label>
      <Choice
        label="When it takes too long, ask also"
        choices={[['', 'Nobody else'], ...named]}
        chosen={form.helpers}
        choose={helpers => edit({ helpers })}
      />
      {form.helpers !== '' && (
        <Typed
          label="Too long is, in minutes"
          number
          value={form.afterMinutes}
          set={afterMinutes => edit({ afterMinutes })}
          wrong={wrongAt('afterMinutes')}
        />
      )}
    </>
  )
}

/** A workflow's answer times are counted in the hours of the inbox too. */
function isAimedFor(): boolean {
  void workflows.revision.value
  return [...workflows.all.values()].some(({ aims }) => aims !== undefined)
}

function wrongOf(read: ReturnType<typeof readPolicy>) {
  return 'words' in read ? read : null
}

function versionOf({ policies = [] }: InboxRow): number {
  return policies[0]?.version ?? 0
}

/** What was drawn here before policies were counted says no version, and is overwritten as ever. */
function asked({ routing, policies }: InboxRow, onVersion: number): { onVersion?: number } {
  return routing && !policies ? {} : { onVersion }
}

function publishedWords(name: string): string {
  return `The routing of ${name} is published`
}
