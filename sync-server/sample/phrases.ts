import type { AnyCommand } from '../../shared/catalog.ts'
import type { Bare } from './tell.ts'

const said = [
  {
    name: 'Opening hours',
    text: 'Hello {{customer|there}}, we are here Monday to Friday from 9:00 to 18:00, and on Saturday until 14:00.'
  },
  {
    name: 'Send it back',
    text: 'Hello {{customer|there}}, please send it back to us within 30 days. We pay the postage: the label is on its way to you by e-mail.'
  },
  { name: 'Sign off', text: 'Is there anything else I can do for you? Kind regards, {{agent|your team}}' }
]

/** What an agent finds with a slash in an empty reply. */
export async function tellPhrases(tell: (key: string, command: Bare<AnyCommand>) => Promise<void>): Promise<void> {
  for (const [at, { name, text }] of said.entries())
    await tell(`phrase-${at}`, { type: 'phrase.save', phrase: `demo-phrase-${at}`, onVersion: 0, name, text })
}
