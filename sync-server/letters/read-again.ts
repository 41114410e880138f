import { takeIn, type IntakeParts } from '../platforms/intake.ts'
import type { DeadLetter, KeptLetter } from '../platforms/dead-letters.ts'
import type { Report } from '../platforms/port.ts'
import { platformOf } from '../platforms/registry.ts'
import type { InboxSecret, InboxSecrets } from '../platforms/secrets.ts'

export type ReadAgainParts = IntakeParts & { readonly secrets: InboxSecrets }

/** `read`: it is in its conversation, and no letter any more. Otherwise why it still is one. */
export type ReadAgain = { readonly read: true } | { readonly read: false; readonly why: string }

/** What no version can read by itself. */
export function canBeReadAgain(letter: DeadLetter): boolean {
  return letter.form !== undefined
}

/**
 * Tries a letter once more, with what this version understands and with what is known of its sender by now.
 * Whatever became of it before, in any order and however often, it comes to the same.
 */
export async function readAgain(parts: ReadAgainParts, tenant: string, letter: KeptLetter): Promise<ReadAgain> {
  const secret = await parts.secrets.of(letter.inbox)
  if (!secret || secret.tenant !== tenant) return { read: false, why: 'its inbox is not connected any more' }
  const lost: DeadLetter[] = []
  const keep = async (_tenant: string, _inbox: string, kept: readonly DeadLetter[]) => void lost.push(...kept)
  await takeIn({ ...parts, letters: { ...parts.letters, keep } }, secret, await reportsIn(letter, secret))
  const [still] = lost
  if (still) return { read: false, why: still.why }
  await parts.letters.discard(tenant, letter)
  return { read: true }
}

async function reportsIn(letter: KeptLetter, secret: InboxSecret): Promise<readonly Report[]> {
  const { form, why, raw, at } = letter
  if (form === 'report') return [JSON.parse(raw) as Report]
  const platform = platformOf(secret.platform)
  const read = platform?.hook?.read ?? platform?.pull?.read
  return form === 'payload' && read ? read(JSON.parse(raw), secret, at) : [{ kind: 'unread', why, raw }]
}
