import * as v from 'valibot'
import { waitAnswer, waitsAnswer } from '../../shared/protocol/waits.ts'
import type { Wait, WaitingLine } from '../../shared/routing/wait.ts'

/** Why nobody has it. `null`: somebody has, or nobody can be asked now. */
export async function askWait(conversation: string): Promise<Wait | null> {
  const answer = v.safeParse(waitAnswer, await ask(`/api/routing/waits/${encodeURIComponent(conversation)}`))
  return answer.success ? answer.output.wait : null
}

/** Everybody who waits in the inboxes one works in. */
export async function askLines(): Promise<readonly WaitingLine[]> {
  const answer = v.safeParse(waitsAnswer, await ask('/api/routing/waits'))
  return answer.success ? answer.output.lines : []
}

async function ask(path: string): Promise<unknown> {
  const answer = await fetch(path, { cache: 'no-store' }).catch(() => null)
  return answer?.ok ? answer.json() : null
}
