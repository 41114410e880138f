import { randomBytes } from 'node:crypto'
import type { AnyCommand } from '../../shared/catalog.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import type { Actors } from '../actors/actors.ts'
import type { ContactHandles } from '../contacts/handles.ts'
import type { Credentials } from '../identity/credentials.ts'
import type { Door } from '../identity/door.ts'
import type { Roster } from '../identity/roster.ts'
import type { InboxSecret, InboxSecrets } from '../platforms/secrets.ts'
import { tellAutomations } from './automations.ts'
import { tellBoards } from './boards.ts'
import { longStory } from './long-story.ts'
import { tellPhrases } from './phrases.ts'
import { sampleRouted, tellRouted, type RoutedDeps } from './routed.ts'
import { jonas, mara, priya } from './story.ts'
import { tellStory, type Bare } from './tell.ts'
import { templates } from './templates.ts'
import { webchatStories } from './webchat-stories.ts'
import { whatsappStories } from './whatsapp-stories.ts'

export const sampleTenant = 'demo'
export const sampleWhatsapp = 'demo-whatsapp'
export const sampleWebchat = 'demo-webchat'
const shop = 'Ink & Paper'
const whatsappAccount = {
  account: '100000000000001',
  business: '102290129340398',
  appSecret: 'demo-app-secret',
  accessToken: 'demo-access-token'
}

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
  const tell = async (key: string, command: Bare<AnyCommand>) => {
    const whole = { ...command, id: `sample:${key}`, at: now - 60 * 86_400_000 }
    await actors.tell(sampleTenant, whole, at => trustedContext({ kind: 'system', id: 'sample' }, at))
  }
  const connect = async (inbox: string, platform: string, name: string) => {
    await secrets.connect(secretOf(inbox, platform))
    await tell(`${inbox}:connect`, { type: 'inbox.connect', inbox, platform, name })
    for (const { agent } of sampleSignIns) {
      await tell(`${inbox}:${agent}`, { type: 'inbox.add-member', inbox, agent })
    }
  }
  const people = sampleSignIns.map(({ agent, ...one }) => door.join(sampleTenant, { ...one, password }, agent))
  const inboxes = [
    connect(sampleWhatsapp, 'whatsapp', 'WhatsApp'),
    connect(sampleWebchat, 'webchat', 'Shop chat'),
    connect(sampleRouted, 'webchat', 'Order chat')
  ]
  await Promise.all([...people, ...inboxes])
  await tell('templates', { type: 'inbox.list-templates', inbox: sampleWhatsapp, templates: [...templates] })
  const stories = [...whatsappStories, ...webchatStories, longStory]
  await Promise.all(stories.map(story => tellStory({ actors, handles, now }, story)))
  // Given out only once it is known how much everybody has.
  await tellRouted(deps, now, tell)
  await tellBoards({ actors, handles, now }, stories)
  await tellPhrases(tell)
  // Last: what was said before is not taken up by them.
  await tellAutomations(tell)
  await tell('founded', { type: 'tenant.found', tenant: sampleTenant, name: shop })
}

function secretOf(inbox: string, platform: string): InboxSecret {
  const at = { tenant: sampleTenant, inbox, platform, baseUrl: null }
  return platform === 'whatsapp'
    ? { ...at, ...whatsappAccount, verifyToken: 'demo-verify-token' }
    : { ...at, account: inbox, appSecret: '', verifyToken: '', accessToken: '' }
}

/** The sample's WhatsApp account, for whoever plays WhatsApp. */
export function sampleBusiness(actors: Actors) {
  const { account: phoneNumberId, business: businessId, appSecret, accessToken } = whatsappAccount
  return {
    name: shop,
    number: '+44 20 7946 0018',
    inbox: sampleWhatsapp,
    phoneNumberId,
    businessId,
    appSecret,
    accessToken,
    templates: async () => (await actors.state(sampleTenant, 'inbox', sampleWhatsapp)).templates
  }
}
