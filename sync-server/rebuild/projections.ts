import { threadProjection } from '../conversations/threads.ts'
import { contactHandleProjection } from '../contacts/handles.ts'
import { contactLinkProjection } from '../contacts/links.ts'
import { unfinishedSendProjection } from '../platforms/unfinished.ts'
import { cardProjection } from '../workflow/cards.ts'
import type { Projection } from './projection.ts'

/** Every table that is drawn from a workspace's log. `test/rebuild/projections.test.ts` holds it against the followers there are. */
export function projectionsOf(markOf: (text: string) => string): readonly Projection[] {
  return [
    threadProjection,
    contactHandleProjection(markOf),
    contactLinkProjection,
    unfinishedSendProjection,
    cardProjection
  ]
}
