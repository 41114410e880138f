import * as v from 'valibot'
import {
  historyPreview,
  historyRefusal,
  importList,
  type HistoryHints,
  type HistoryPlan,
  type HistoryPreview,
  type ImportEntry
} from '../../shared/protocol/history.ts'

/** The server did not answer, or not what it should: try again later. */
export class Unreachable extends Error {}

/** The server says no, in a sentence. */
export class NotTaken extends Error {}

const begun = v.object({ import: v.string() })

/** Imports are carried out on the server. @throws Unreachable */
export async function askImports(): Promise<readonly ImportEntry[]> {
  return v.parse(importList, await ask('')).imports
}

/** Brings the file, and nothing of it into any inbox yet. @throws Unreachable, NotTaken */
export async function takeFile(file: File): Promise<HistoryPreview> {
  const init = { method: 'PUT', body: file, headers: { 'content-type': 'application/octet-stream' } }
  return v.parse(historyPreview, await ask(`/file?name=${encodeURIComponent(file.name)}`, init))
}

/** @throws Unreachable, NotTaken */
export async function lookAgain(file: string, hints: HistoryHints): Promise<HistoryPreview> {
  return v.parse(historyPreview, await ask('/look', post({ file, hints })))
}

/** Resolves when it has begun. @throws Unreachable, NotTaken */
export async function bring(file: string, plan: HistoryPlan): Promise<void> {
  v.parse(begun, await ask('/bring', post({ file, plan })))
}

/** @throws Unreachable, NotTaken */
export async function takeBack(which: string): Promise<void> {
  v.parse(begun, await ask('/undo', post({ import: which })))
}

function post(body: object): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

async function ask(path: string, init: RequestInit = {}): Promise<unknown> {
  const answer = await fetch(`/api/history${path}`, { cache: 'no-store', ...init }).catch(() => null)
  const said: unknown = await answer?.json().catch(() => null)
  if (answer?.status === 422 && v.is(historyRefusal, said)) throw new NotTaken(said.sentence)
  if (!answer?.ok) throw new Unreachable(`the server answered ${answer?.status ?? 'nothing'}`)
  return said
}
