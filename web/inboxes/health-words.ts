import type { InboxHealth } from '../../shared/protocol/inboxes.ts'
import { inSentence, shortWhen } from '../ui/time-words.ts'

export type HealthShown = {
  readonly is: 'well' | 'waiting' | 'ill'
  readonly words: string
}

/** How an inbox's wire is, in a sentence. `platform`: its name. `stopped`: why the platform takes nothing from it. */
export function healthWords(
  health: InboxHealth | undefined,
  { platform, stopped, now }: { platform: string; stopped: string | null; now: number }
): HealthShown {
  if (stopped !== null) return { is: 'ill', words: `Sends nothing. ${stopped}` }
  if (!health) return { is: 'waiting', words: 'Connected; how it is, only the server knows.' }
  if (health.fault !== null) return { is: 'ill', words: `Hears nothing. ${health.fault}` }
  if (typeof health.answers === 'boolean') return mailboxWords(health, now)
  if (health.address === null) return { is: 'well', words: 'Connected.' }
  if (health.heardAt !== null) {
    return { is: 'well', words: `Connected. ${platform} last called: ${shortWhen(health.heardAt, now)}.` }
  }
  return health.provedAt === null
    ? { is: 'waiting', words: `Waiting for the first call of ${platform}.` }
    : { is: 'waiting', words: `${platform} knows the address. Waiting for the first message.` }
}

/** Replies that nobody has taken yet, and for how long that is so. `null`: there are none. */
export function leftWords({ waiting, waitingSince }: InboxHealth, now: number): string | null {
  if (waiting === 0) return null
  const since = waitingSince ? inSentence(waitingSince, now).replace(/^at /, '') : ''
  if (waiting === 1) return since ? `One reply still has to go, since ${since}.` : 'One reply still has to go.'
  const many = `${waiting.toLocaleString('en')} replies still have to go`
  return since ? `${many}, the first since ${since}.` : `${many}.`
}

/** Nobody calls: it is asked. */
function mailboxWords({ answers, heardAt }: InboxHealth, now: number): HealthShown {
  if (!answers) return { is: 'waiting', words: 'Waiting for the mailbox to answer.' }
  if (heardAt === null) return { is: 'well', words: 'Connected. The mailbox answers; no mail has come yet.' }
  return { is: 'well', words: `Connected. The mailbox answers; the last mail came: ${shortWhen(heardAt, now)}.` }
}
