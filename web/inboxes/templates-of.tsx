import { useState } from 'preact/hooks'
import type { TemplateHealth } from '../../shared/protocol/inboxes.ts'
import { connection, type InboxRow } from '../app/live.ts'
import { now } from '../ui/now.ts'
import { askForTemplates } from './ask-inboxes.ts'
import { templateWords } from './template-words.ts'

type Props = { row: InboxRow; health: TemplateHealth | null }

/** What the inbox may say at any time, and whether that is what its platform says. */
export function TemplatesOf({ row: { inbox, templates }, health }: Props) {
  const [asked, setAsked] = useState<TemplateHealth | 'asking' | 'unreachable' | null>(null)
  const online = connection.value.state === 'up-to-date'
  const isAsking = asked === 'asking'
  const newest = asked !== null && typeof asked === 'object' && asked.at >= (health?.at ?? 0) ? asked : health
  const ask = async () => {
    setAsked('asking')
    setAsked(await askForTemplates(inbox).catch(() => 'unreachable' as const))
  }
  const shown = templateWords(templates.length, newest, now.value)
  return (
    <fieldset class="team">
      <legend>Templates</legend>
      <p class={shown.isIll ? 'wrong' : 'hint'} role="status">
        {asked === 'unreachable' ? 'The server cannot be reached.' : shown.words}
      </p>
      <button type="button" class="button" disabled={!online || isAsking} onClick={() => void ask()}>
        {isAsking ? 'Asking…' : 'Synchronise'}
      </button>
    </fieldset>
  )
}
