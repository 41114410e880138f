import type { Report } from '../port.ts'
import { passedOver } from '../reading.ts'

type Told = { readonly type: string; readonly at: number; readonly id: string }
type Said = { readonly trouble: boolean; readonly sentence: string }

/** What is told of the account and of no customer; `undefined`: this is nothing of the kind. */
export function aboutAccount({ type, at, id }: Told): Report | undefined {
  const said = tellers.get(type)
  if (said === undefined) return undefined
  if (said === null) return passedOver
  return { kind: 'account', about: 'account', news: { id, at, about: 'account', ...said, words: '' } }
}

/** Source: LINE, "Messaging API reference", "Join event", "Leave event", "Account suspended event" and "Module event". */
const tellers: ReadonlyMap<string, Said | null> = new Map(
  Object.entries({
    join: { trouble: false, sentence: 'Somebody has put the account into a LINE group. Nothing is answered there.' },
    leave: { trouble: false, sentence: 'The account is no longer in one of its LINE groups.' },
    botSuspended: { trouble: true, sentence: 'LINE has suspended the account. Nothing comes and nothing goes.' },
    botResumed: { trouble: false, sentence: 'LINE has opened the suspended account again.' },
    module: null
  })
)
