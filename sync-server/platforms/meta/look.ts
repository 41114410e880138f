import * as v from 'valibot'
import type { Reaching } from '../port.ts'
import { lookAt } from '../reaching.ts'
import { graphError, version } from './graph.ts'

/** What came of looking at something in the Graph API. Nothing is changed there by it. */
export type Looked =
  | { readonly result: 'seen'; readonly answer: unknown }
  /** `code`: Meta's; `null`: whoever answered did not speak as Meta does. */
  | { readonly result: 'refused'; readonly code: number | null; readonly words: string }
  | { readonly result: 'unreached' }

/** Looks at what is at a path, with the token of an account. Never throws. */
export async function look(path: string, token: string, { baseUrl, signal }: Reaching): Promise<Looked> {
  const looked = await lookAt(`${baseUrl}/${version}/${path}`, { authorization: `Bearer ${token}` }, signal)
  if (looked === null) return { result: 'unreached' }
  const { status, answer } = looked
  if (status >= 200 && status < 300) return { result: 'seen', answer }
  const told = v.safeParse(graphError, answer)
  if (told.success) {
    const { code, message } = told.output.error
    return { result: 'refused', code, words: (message ?? 'Meta did not say why.').slice(0, 300) }
  }
  if (status >= 500) return { result: 'unreached' }
  return { result: 'refused', code: null, words: `It answered with status ${status}.` }
}
