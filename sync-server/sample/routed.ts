import type { AnyCommand } from '../../shared/catalog.ts'
import { manual } from '../../shared/routing/content.ts'
import type { Actors } from '../actors/actors.ts'
import type { ContactHandles } from '../contacts/handles.ts'
import type { Sql } from '../db/sql.ts'
import type { Log } from '../log/log.ts'
import { openPictures } from '../routing/pictures.ts'
import { workspaceRouter } from '../routing/workspace-router.ts'
import { jonas, mara, onWebchat, says, type Story } from './story.ts'
import { tellStory, type Bare } from './tell.ts'

/** The one inbox whose conversations are given out: in the others people choose for themselves. */
export const sampleRouted = 'demo-orders'
const team = 'demo-order-team'
const tenant = 'demo'

/** Tight enough to see the clocks run. */
const targets = { firstReply: 30, nextReply: 60, resolution: 480 }

/** Nobody takes these: they go to whoever of the team has the fewest open, and say why. */
const stories: readonly Story[] = [
  onWebchat('Greta Olsen', 'sample-greta', { beganHoursAgo: 0.4, unread: 1 }, [
    says(0, 'Hi, can I still change the address of order IP-20431? It should go to my office.')
  ]),
  onWebchat('Iris & Tom', 'sample-iris', { beganHoursAgo: 0.2, unread: 2 }, [
    says(0, 'Hello! We ordered twenty notebooks and would like thirty.'),
    says(1, 'Same paper, same colour. Is that one order or two?')
  ])
]

export type RoutedDeps = {
  readonly actors: Actors
  readonly handles: ContactHandles
  readonly sql: Sql
  readonly log: Log
}

/** The order chat, with its team and its policy. The router itself gives them out, before anybody looks. */
export async function tellRouted(
  { actors, handles, sql, log }: RoutedDeps,
  now: number,
  tell: (key: string, command: Bare<AnyCommand>) => Promise<void>
): Promise<void> {
  await tell('team', { type: 'team.form', team, name: 'Orders' })
  for (const agent of [mara, jonas]) await tell(`team:${agent}`, { type: 'team.add-member', team, agent })
  const policy = { ...manual, method: 'least-busy' as const, team, limit: 10, sticky: true }
  await tell('routing', { type: 'inbox.set-routing', inbox: sampleRouted, policy })
  await tell('sla', { type: 'inbox.set-sla', inbox: sampleRouted, targets })
  for (const story of stories) await tellStory({ actors, handles, now }, { ...story, inbox: sampleRouted })
  const report = (error: unknown) => {
    throw error
  }
  const { follow, states } = log
  await workspaceRouter({ actors, follow, states, pictures: openPictures(sql), report }, tenant).passTime(Date.now())
}
