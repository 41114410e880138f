import * as v from 'valibot'
import {
  connected,
  connectRefusal,
  inboxList,
  signInAddress,
  templateHealth,
  type Connected,
  type ConnectRefusal,
  type ConnectWanted,
  type SignInDone,
  type SignInWanted,
  type TemplateHealth
} from '../../shared/protocol/inboxes.ts'

/** The server did not answer, or not what it should: try again later. */
export class Unreachable extends Error {}

/** How the wires are, only the server knows. @throws Unreachable */
export async function askInboxes() {
  return v.parse(inboxList, await (await ask('/api/inboxes')).json())
}

/** Credentials go straight to the server, and are kept nowhere on this device. @throws Unreachable */
export async function askToConnect(wanted: ConnectWanted): Promise<Connected | ConnectRefusal> {
  const { answer, said } = await askWith('/api/inboxes/connect', wanted)
  return answer.status === 422 ? v.parse(connectRefusal, said) : v.parse(connected, said)
}

/** Where an admin signs in to a mailbox, instead of a password. @throws Unreachable */
export async function askToSignIn(wanted: SignInWanted): Promise<{ address: string } | ConnectRefusal> {
  const { answer, said } = await askWith('/api/inboxes/sign-in', wanted)
  return answer.status === 422 ? v.parse(connectRefusal, said) : v.parse(signInAddress, said)
}

/** They are back. @throws Unreachable */
export async function tellSignedIn(done: SignInDone): Promise<Connected | ConnectRefusal> {
  const { answer, said } = await askWith('/api/inboxes/signed-in', done)
  return answer.status === 422 ? v.parse(connectRefusal, said) : v.parse(connected, said)
}

async function askWith(path: string, body: object) {
  const headers = { 'content-type': 'application/json' }
  const answer = await ask(path, { method: 'POST', headers, body: JSON.stringify(body) })
  const said: unknown = await answer.json()
  return { answer, said }
}

/** Its platform is asked, and what it says is in the log when this answers. @throws Unreachable */
export async function askForTemplates(inbox: string): Promise<TemplateHealth> {
  const answer = await ask(`/api/inboxes/${encodeURIComponent(inbox)}/templates`, { method: 'POST' })
  return v.parse(templateHealth, await answer.json())
}

async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const answer = await fetch(path, { cache: 'no-store', ...init }).catch(() => null)
  if (answer?.ok || answer?.status === 422) return answer
  throw new Unreachable(`the server answered ${answer?.status ?? 'nothing'}`)
}
