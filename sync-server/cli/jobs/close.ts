import * as v from 'valibot'
import type { ClosedDay } from '../../days/close.ts'
import { job } from './job.ts'

/** Days that were closed, and what stood in the way of others. */
export const close = job({
  input: v.object({}),
  async *run({ days }) {
    const found: (ClosedDay | { readonly trouble: string })[] = []
    const closed = await days.close(error => found.push({ trouble: (error as Error).message }))
    for (const item of [...closed, ...found]) yield { item }
  }
})
