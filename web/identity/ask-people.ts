import * as v from 'valibot'
import { invitedList, link, type Invited, type Link, type Wanted } from '../../shared/protocol/people.ts'
import { ask, isOk, post } from '../app/ask.ts'

/** Why there is no link, as a sentence. */
export type NoLink = { readonly sentence: string }

const unreachable = 'The server cannot be reached. Try again when you are online: of two links the new one works.'

const sentences: Readonly<Record<number, string>> = {
  400: 'No link can be made with this. Is the address all there?',
  401: 'You are signed out. Sign in, and do it again.',
  403: 'Only an admin of this workspace may do this.',
  404: 'They do not work here any more.',
  409: 'Somebody here signs in with this address already.',
  429: 'There are too many open links. Withdraw some first.'
}

/** Who has a link and has not come yet, the newest first. `null`: the server cannot be reached. */
export async function askInvited(): Promise<readonly Invited[] | null> {
  const answer = await ask('/api/people')
  const list = v.safeParse(invitedList, answer?.body)
  return isOk(answer) && list.success ? list.output.invited : null
}

export function askToInvite(wanted: Wanted): Promise<Link | NoLink> {
  return askForLink('/api/people/invite', wanted)
}

export function askToRenew(agent: string): Promise<Link | NoLink> {
  return askForLink('/api/people/renew', { agent })
}

/** `null`: it opens nothing from now on; or why it still may, as a sentence. */
export async function askToWithdraw(agent: string): Promise<string | null> {
  const answer = await post('/api/people/withdraw', { agent })
  if (isOk(answer) || answer?.status === 404) return null
  return sentences[answer?.status ?? 0] ?? 'The server cannot be reached. The link may still work.'
}

async function askForLink(path: string, body: object): Promise<Link | NoLink> {
  const answer = await post(path, body)
  const made = v.safeParse(link, answer?.body)
  if (isOk(answer) && made.success) return made.output
  return { sentence: sentences[answer?.status ?? 0] ?? unreachable }
}
