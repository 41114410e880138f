import { openOutboxDb, openPastDb } from '../log/db.ts'
import { forgetTheirs } from '../log/ours.ts'
import type { Leaving } from './device.ts'
import { forgetAllFiles } from './files-here.ts'
import type { Me } from './live.ts'

/** What leaves the device with its person, where nobody is in: the end of a sign-out that broke off. */
export async function forgetHere({ tenant, agent }: Me, how: Leaving): Promise<void> {
  const outbox = openOutboxDb(tenant, agent)
  if (how === 'forget-everything') await outbox.delete()
  else await forgetTheirs(outbox, () => false)
  outbox.close()
  await openPastDb(tenant, agent).delete()
  await forgetAllFiles()
}
