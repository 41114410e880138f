import * as v from 'valibot'
import { letterAnswer, letterList, type LetterName } from '../../shared/protocol/letters.ts'

/** The server did not answer, or not what it should: try again later. */
export class Unreachable extends Error {}

/** Letters stay on the server; they are no facts. @throws Unreachable */
export async function askLetters() {
  return v.parse(letterList, await ask('/api/letters'))
}

/** `null`: somebody else was faster, and it is no letter any more. @throws Unreachable */
export async function askReadAgain(name: LetterName) {
  const answer = await ask('/api/letters/read-again', name)
  return answer === null ? null : v.parse(letterAnswer, answer)
}

/** @throws Unreachable */
export async function askDiscard(name: LetterName): Promise<void> {
  await ask('/api/letters/discard', name)
}

async function ask(path: string, name?: LetterName): Promise<unknown> {
  const { inbox, digest } = name ?? {}
  const post = { method: 'POST', headers: { 'content-type': 'application/json' } }
  const init = name ? { ...post, body: JSON.stringify({ inbox, digest }) } : {}
  const answer = await fetch(path, { cache: 'no-store', ...init }).catch(() => null)
  if (answer?.status === 404) return null
  if (!answer?.ok) throw new Unreachable(`the server answered ${answer?.status ?? 'nothing'}`)
  return answer.json()
}
