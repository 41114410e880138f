import { useState } from 'preact/hooks'
import type { SlaTargets } from '../../../shared/sla/content.ts'
import { readTargets, targetFields, targetsForm, type TargetsForm } from '../../sla/content-words.ts'
import { Typed } from '../../ui/typed.tsx'
import type { WorkflowDraft } from './draft.ts'
import type { Editing } from './editing.ts'

/** By when customers with a card here should have their answers, where that is not as in their inbox. */
export function Aims({ draft, edit }: Editing) {
  // What is no time yet changes nothing, and stays to be mended.
  const [typed, setTyped] = useState<Partial<TargetsForm>>({})
  const form = targetsForm(draft.plan.sla)
  const put = (field: keyof SlaTargets, text: string) => {
    setTyped({ ...typed, [field]: text })
    const read = readTargets({ ...form, [field]: text })
    if (!('words' in read)) edit(withAims(draft, read))
  }
  return (
    <section aria-label="Answer times">
      <h2>Answer times</h2>
      <p class="hint">
        While a conversation has an open card here, these count instead of its inbox’s, in its inbox’s hours. Empty: as
        in the inbox. Where several workflows say one, what is due first counts.
      </p>
      <div class="pair">
        {targetFields.map(([field, label]) => (
          <Typed
            key={field}
            label={label}
            value={shown(typed[field], form, field)}
            set={text => put(field, text)}
            wrong={wrongIn(typed[field], field)}
          />
        ))}
      </div>
    </section>
  )
}

/** As somebody writes it, as long as it is that: they may discard their changes, or go back to a version. */
function shown(text: string | undefined, form: TargetsForm, field: keyof SlaTargets): string {
  if (text === undefined) return form[field]
  const read = readTargets({ ...targetsForm(), [field]: text })
  return 'words' in read || targetsForm(read)[field] === form[field] ? text : form[field]
}

function wrongIn(text: string | undefined, field: keyof SlaTargets): string | undefined {
  const read = readTargets({ ...targetsForm(), ...(text !== undefined && { [field]: text }) })
  return 'words' in read ? read.words : undefined
}

/** A workflow that aims for nothing says nothing of it, as those did that were published before there were aims. */
export function withAims(draft: WorkflowDraft, sla: SlaTargets): WorkflowDraft {
  const { sla: _, ...plan } = draft.plan
  const aims = Object.values(sla).some(minutes => minutes !== null)
  return { ...draft, plan: aims ? { ...plan, sla } : plan }
}
