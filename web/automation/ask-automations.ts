import * as v from 'valibot'
import type { Rule } from '../../shared/automation/content.ts'
import { dryRunAnswer, runList, type DryRun, type Run } from '../../shared/protocol/automations.ts'

/** The server did not answer, or not what it should: try again later. */
export class Unreachable extends Error {}

/** Somebody of the workspace plays the past week already. */
export class OneRuns extends Error {}

/** Runs stay on the server; they are no facts. @throws Unreachable */
export async function askRuns(automation: string): Promise<readonly Run[]> {
  return v.parse(runList, await ask(`/api/automations/${encodeURIComponent(automation)}/runs`)).runs
}

/** @throws Unreachable, OneRuns */
export async function askDryRun(rule: Rule): Promise<DryRun> {
  return v.parse(dryRunAnswer, await ask('/api/automations/dry-run', { rule }))
}

/** What the other end of a call verifies it with. @throws Unreachable */
export async function askCallKey(how: 'shown' | 'new'): Promise<string> {
  const answer = await ask('/api/automations/key', how === 'new' ? {} : undefined)
  return v.parse(v.object({ key: v.string() }), answer).key
}

async function ask(path: string, body?: object): Promise<unknown> {
  const post = body && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body)
  }
  const answer = await fetch(path, { cache: 'no-store', ...post }).catch(() => null)
  if (answer?.status === 409) throw new OneRuns('the server plays the past already')
  if (!answer?.ok) throw new Unreachable(`the server answered ${answer?.status ?? 'nothing'}`)
  return answer.json()
}
