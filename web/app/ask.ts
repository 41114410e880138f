import * as v from 'valibot'

export type Answer = { readonly status: number; readonly body: unknown }

/** Our server answers with JSON; a hotel's sign-in page has heard of nothing. */
export const isFromServer = (answer: Answer | null): answer is Answer => answer !== null && answer.body !== null

export const isOk = (answer: Answer | null): boolean =>
  isFromServer(answer) && answer.status >= 200 && answer.status < 300

/** `null`: no server answered, or not to the end. */
export async function ask(path: string, init?: RequestInit): Promise<Answer | null> {
  try {
    const answer = await fetch(path, { credentials: 'same-origin', cache: 'no-store', ...init })
    const text = await answer.text()
    const body = v.safeParse(v.pipe(v.string(), v.parseJson()), text)
    return { status: answer.status, body: body.success ? body.output : null }
  } catch {
    return null
  }
}

export function post(path: string, body: object, signal: AbortSignal | null = null): Promise<Answer | null> {
  const headers = { 'content-type': 'application/json' }
  return ask(path, { method: 'POST', headers, body: JSON.stringify(body), signal })
}

/** What was asked of a server that says nothing is not waited for when somebody decides something here. */
let deciding = new AbortController()

export function untilDecided(): AbortSignal {
  return deciding.signal
}

export function waitNoLonger(): void {
  deciding.abort()
  deciding = new AbortController()
}
