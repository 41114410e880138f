import { randomBytes } from 'node:crypto'

type Code = {
  readonly redirect: string
  readonly challenge: string | null
  readonly until: number
  isUsed: boolean
  readonly grant: string
}

export const secret = (kind: string) => `${kind}-${randomBytes(24).toString('base64url')}`

/** What somebody has allowed, and what was given out for it. */
export function openGrants(now: () => number, accessForMs: number) {
  const codes = new Map<string, Code>()
  /** Refresh tokens are changed at each use: the one of before is good no more. */
  const refresh = new Map<string, string>()
  const access = new Map<string, { readonly grant: string; readonly until: number }>()
  const forget = (grant: string) => {
    for (const [token, of] of refresh) if (of === grant) refresh.delete(token)
  }
  const end = (grant: string) => {
    forget(grant)
    for (const [token, of] of access) if (of.grant === grant) access.delete(token)
  }
  return {
    codes,
    end,
    give(grant: string) {
      const [accessToken, refreshToken] = [secret('access'), secret('refresh')]
      forget(grant)
      refresh.set(refreshToken, grant)
      access.set(accessToken, { grant, until: now() + accessForMs })
      const tokens = { access_token: accessToken, refresh_token: refreshToken }
      return { ...tokens, token_type: 'Bearer', expires_in: accessForMs / 1000 }
    },
    ofRefresh: (token: string) => refresh.get(token),
    ofAny: (token: string) => refresh.get(token) ?? access.get(token)?.grant,
    isGood: (token: string) => (access.get(token)?.until ?? 0) > now(),
    endTokens: () => access.clear(),
    endAll() {
      refresh.clear()
      access.clear()
    }
  }
}
