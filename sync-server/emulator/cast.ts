import type { Strategy } from '../../shared/platforms/strategy.ts'
import type { Past } from './past.ts'
import { played, type Casting } from './played.ts'
import { sms } from './sms/sms.ts'
import type { VendorAccount } from './stand-in.ts'
import { email } from './email/email.ts'
import { line } from './line/line.ts'
import { instagram } from './meta/instagram.ts'
import { messenger } from './meta/messenger.ts'
import { telegram } from './telegram/telegram.ts'
import type { Business } from './whatsapp/business.ts'
import { whatsapp } from './whatsapp/whatsapp.ts'

/** An account that is to be played, of any platform: what only one of them has is there for that one. */
export type AnyAccount = VendorAccount &
  Pick<Business, 'templates'> & { readonly platform: string; readonly business?: string | undefined }

/** Who plays whom: the only place that knows the roles by name. A platform that nobody plays is left out. */
export function castOf(
  accounts: readonly AnyAccount[],
  pastOf: (strategy: Strategy, inbox: string) => Past
): readonly Casting[] {
  return accounts.flatMap(account => {
    const past = ({ strategy }: { readonly strategy: Strategy }) => pastOf(strategy, account.inbox)
    switch (account.platform) {
      case 'whatsapp':
        return played(whatsapp, { ...account, business: account.business ?? '' }, past(whatsapp))
      case 'messenger':
        return played(messenger, account, past(messenger))
      case 'instagram':
        return played(instagram, account, past(instagram))
      case 'telegram':
        return played(telegram, account, past(telegram))
      case 'sms':
        return played(sms, account, past(sms))
      case 'line':
        return played(line, account, past(line))
      case 'email':
        return played(email, account, past(email))
      default:
        return []
    }
  })
}
