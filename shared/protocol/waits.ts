import * as v from 'valibot'
import { wait, waitingLine } from '../routing/wait.ts'

/** `/api/routing/waits/<conversation>`: why nobody has it, `null` where it does not wait. */
export const waitAnswer = v.object({ wait: v.nullable(wait) })

/** `/api/routing/waits`: everybody who waits in the inboxes of whoever asks, the longest-waiting line first. */
export const waitsAnswer = v.object({ lines: v.array(waitingLine) })
