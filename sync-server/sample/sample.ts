import { randomBytes } from 'node:crypto'
import type { AnyCommand } from '../../shared/catalog.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import type { Actors } from '../actors/actors.ts'
import type { ContactHandles } from '../contacts/handles.ts'
import type { Credentials } from '../identity/credentials.ts'
import type { Door } from '../identity/door.ts'
import type { Roster } from '../identity/roster.ts'
import type { InboxSecrets } from '../platforms/secrets.ts'
import { tellAutomations } from './automations.ts'
import { tellBoards } from './boards.ts'
import { longStory } from './long-story.ts'
import { tellPhrases } from './phrases.ts'
import { sampleRouted, tellRouted, type RoutedDeps } from './routed.ts'
import { jonas, mara, priya } from './story.ts'
import { tellStory, type Bare } from './tell.ts'
import { templates } from './templates.ts'
import { sampleAccounts, sampleShop, sampleTenant, sampleWhatsapp } from './vendor-accounts.ts'
import { webchatStories } from './webchat-stories.ts'
import { whatsappStories } from './whatsapp-stories.ts'

export const sampleWebchat = 'demo-webchat'

export const sampleSignIns = [
  { agent: mara, name: 'Mara Lindqvist', email: 'agent1@demo.test', role: 'agent' },
  { agent: jonas, name: 'Jonas Weber', email: 'agent2@demo.test', role: 'agent' },
  { agent: priya, name: 'Priya Nair', email: 'admin@demo.test', role: 'admin' }
] as const

export type SampleDeps = RoutedDeps & {
  readonly actors: Actors
  readonly handles: ContactHandles
  readonly secrets: InboxSecrets
  readonly door: Door
  readonly roster: Roster
  readonly credentials: Credentials
}

/** Was it made on this directory, now or at an earlier start? */
export async function isSampleHere(roster: Roster): Promise<boolean> {
  return (await roster.tenants()).includes(sampleTenant)
}

/**
 * Makes the sample where there is nothing yet, and finishes what a crash left half-made. Answers the password
 * of the sample sign-ins, `null` when it was told at an earlier start. `chosen` counts at every start.
 */
export async function prepareSample(deps: SampleDeps, chosen: string | undefined): Promise<string | null> {
  const tenants = await deps.roster.tenants()
  const isWhole = (await deps.actors.state(sampleTenant, 'tenant', sampleTenant)).name !== null
  // One that was made before there was a platform gets its inbox.
  if (isWhole) await connectAccounts(deps, tellerOf(deps, Date.now()))
  if (!isWhole && tenants.every(tenant => tenant === sampleTenant)) {
    const password = chosen ?? newPassword()
    await makeSample(deps, password, Date.now())
    return password
  }
  if (isWhole && chosen !== undefined) {
    const person = (agent: string) => ({ tenant: sampleTenant, agent })
    await Promise.all(sampleSignIns.map(({ agent, email }) => deps.credentials.put(person(agent), email, chosen)))
    return chosen
  }
  return null
}

/** Three groups of four, without letters that look alike: some sixty bits. */
function newPassword(): string {
  const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789'
  const letters = [...randomBytes(12)].map(byte => alphabet[byte % alphabet.length])
  return [0, 4, 8].map(start => letters.slice(start, start + 4).join('')).join('-')
}

/**
 * A small shop with a past, made through the same commands as everything else. Made again after a crash
 * it comes to the same, because every id is derived; the workspace is founded last, and then it is whole.
 */
async function makeSample(deps: SampleDeps, password: string, now: number): Promise<void> {
  const { actors, handles, secrets, door } = deps
  const tell = tellerOf(deps, now)
  const chat = async (inbox: string, name: string) => {
    const none = { appSecret: '', verifyToken: '', accessToken: '', baseUrl: null }
    await secrets.connect({ tenant: sampleTenant, inbox, platform: 'webchat', account: inbox, ...none })
    await connect(tell, inbox, 'webchat', name)
  }
  const people = sampleSignIns.map(({ agent, ...one }) => door.join(sampleTenant, { ...one, password }, agent))
  const chats = [chat(sampleWebchat, 'Shop chat'), chat(sampleRouted, 'Order chat')]
  await Promise.all([...people, ...chats, connectAccounts(deps, tell)])
  await tell('templates', { type: 'inbox.list-templates', inbox: sampleWhatsapp.inbox, templates: [...templates] })
  const stories = [...whatsappStories, ...webchatStories, longStory]
  await Promise.all(stories.map(story => tellStory({ actors, handles, now }, story)))
  // Given out only once it is known how much everybody has.
  await tellRouted(deps, now, tell)
  await tellBoards({ actors, handles, now }, stories)
  await tellPhrases(tell)
  // Last: what was said before is not taken up by them.
  await tellAutomations(tell)
  await tell('founded', { type: 'tenant.found', tenant: sampleTenant, name: sampleShop })
}

type Tell = (key: string, command: Bare<AnyCommand>) => Promise<void>

function tellerOf({ actors }: SampleDeps, now: number): Tell {
  return async (key, command) => {
    const whole = { ...command, id: `sample:${key}`, at: now - 60 * 86_400_000 }
    await actors.tell(sampleTenant, whole, at => trustedContext({ kind: 'system', id: 'sample' }, at))
  }
}

async function connect(tell: Tell, inbox: string, platform: string, name: string): Promise<void> {
  await tell(`${inbox}:connect`, { type: 'inbox.connect', inbox, platform, name })
  for (const { agent } of sampleSignIns) {
    await tell(`${inbox}:${agent}`, { type: 'inbox.add-member', inbox, agent })
  }
}

/** An inbox on every platform that is played here. What somebody has changed of one since stays as it is. */
async function connectAccounts({ secrets }: SampleDeps, tell: Tell): Promise<void> {
  for (const { called, address: _shown, customers: _played, ...secret } of sampleAccounts) {
    const known = await secrets.of(secret.inbox)
    if (!known) await secrets.connect({ ...secret, tenant: sampleTenant, baseUrl: null })
    // Somebody else's workspace has an inbox of this name.
    if (!known || known.tenant === sampleTenant) await connect(tell, secret.inbox, secret.platform, called)
  }
}

/** The approved templates of the sample's WhatsApp account, for whoever plays WhatsApp. */
export function sampleTemplates(actors: Actors) {
  return async () => (await actors.state(sampleTenant, 'inbox', sampleWhatsapp.inbox)).templates
}
