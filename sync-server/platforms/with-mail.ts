import type { MailHere } from './mail-here.ts'
import type { InboxSecret, InboxSecrets } from './secrets.ts'

/** Every mailbox comes with what it takes to reach it. */
export function withMail(secrets: InboxSecrets, mail: MailHere): InboxSecrets {
  const its = (secret: InboxSecret): InboxSecret => (secret.platform === 'email' ? { ...secret, mail } : secret)
  return {
    connect: secrets.connect,
    keepRefreshToken: secrets.keepRefreshToken,
    keepAccessToken: secrets.keepAccessToken,
    async of(inbox) {
      const secret = await secrets.of(inbox)
      return secret && its(secret)
    },
    all: async platforms => (await secrets.all(platforms)).map(its),
    watch: heard => secrets.watch(secret => heard(its(secret)))
  }
}
