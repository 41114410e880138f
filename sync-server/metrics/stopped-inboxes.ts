import type { Actors } from '../actors/actors.ts'
import type { InboxSecrets } from '../platforms/secrets.ts'
import { gauge, type Family } from './instruments.ts'

type Parts = {
  readonly actors: Pick<Actors, 'state'>
  readonly secrets: Pick<InboxSecrets, 'all'>
  readonly platforms: readonly string[]
}

/** Inboxes that send nothing, whose replies wait. A platform of which all send is there too, with 0: an alarm needs both. */
export function stoppedInboxes({ actors, secrets, platforms }: Parts): Family {
  return gauge('daybook_inboxes_stopped', 'Inboxes that send nothing until somebody acts, by platform.', async () => {
    const stopped = new Map<string, number>()
    for (const { tenant, inbox, platform } of await secrets.all(platforms)) {
      const state = await actors.state(tenant, 'inbox', inbox)
      stopped.set(platform, (stopped.get(platform) ?? 0) + (state.stopped ? 1 : 0))
    }
    return [...stopped].map(([platform, value]) => ({ labels: { platform }, value }))
  })
}
