import { threadProjection } from '../conversations/threads.ts'
import { contactHandleProjection } from '../contacts/handles.ts'
import { unfinishedSendProjection } from '../platforms/unfinished.ts'
import type { Projection } from './projection.ts'

/** Every table that is drawn from the log. `test/rebuild/projections.test.ts` holds it against the followers there are. */
export const projections: readonly Projection[] = [threadProjection, contactHandleProjection, unfinishedSendProjection]
