/** About 300 bytes each. */
const mostKept = 10_000

export type ReadTokens = {
  keep(tenant: string, message: string, token: string): void
  of(tenant: string, message: string): string | undefined
}

/**
 * What a platform wants to have back to show that a message was read (LINE). Only in memory: a courtesy is not worth a
 * fact, and what came before this process began is shown as read with the next message.
 */
export function openReadTokens(): ReadTokens {
  const tokens = new Map<string, string>()
  return {
    keep(tenant, message, token) {
      tokens.set(`${tenant}\n${message}`, token)
      const oldest = tokens.keys().next()
      if (tokens.size > mostKept && !oldest.done) tokens.delete(oldest.value)
    },
    of: (tenant, message) => tokens.get(`${tenant}\n${message}`)
  }
}
