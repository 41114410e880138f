import { foundingKeyOf, type RunningServer } from '../support/server.ts'

/** Ada's firm, on a server that was started empty, and her sign-in as a cookie. */
export async function foundFirm(server: RunningServer): Promise<{ tenant: string; cookie: string }> {
  const answer = await fetch(`${server.url}/api/found`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      key: foundingKeyOf(server),
      workspace: 'Firm',
      name: 'Ada',
      email: 'ada@firm.test',
      password: 'long enough'
    })
  })
  const { tenant } = (await answer.json()) as { tenant: string }
  return { tenant, cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' }
}
