import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RoleParts } from '../stand-in.ts'
import { mailError } from './mail-error.ts'
import { readable } from './postman.ts'
import type { Moment, SmtpParts, Taken, Word } from './smtp-server.ts'

type TakeIn = (to: string, source: Buffer) => Promise<void>

/** What the server says that sends the business's mail, in the weather of now; what it takes is brought at once. */
export function sendingServer({ world, account }: RoleParts, takeIn: TakeIn): NonNullable<SmtpParts['says']> {
  const address = account.account.toLowerCase()

  /** `undefined`: it takes it. */
  const refusal = async (moment: Moment, mail: Taken): Promise<string | undefined> => {
    const { error, down, latencyMs } = world.mood()
    if (moment === 'greeting' && down) return '421 4.3.2 Closed at the moment'
    if (moment === 'recipient' && mail.from.toLowerCase() !== address) return '550 5.7.1 That is not your address'
    if (moment === 'message') await sleep(latencyMs)
    return mailError(error, moment)
  }

  return async (moment, mail): Promise<Word> => {
    const at = Date.now()
    const refused = await refusal(moment, mail)
    if (refused === undefined && moment !== 'message') return undefined
    const answer = refused ?? (world.mood().answersLost ? null : '250 2.0.0 taken')
    const call = { id: randomUUID(), at, way: 'call', title: titles[moment], request: readable(mail.source) } as const
    const status = answer === null ? null : Number(answer.slice(0, 3))
    world.saw({ ...call, status, tookMs: Date.now() - at, answer })
    if (refused === undefined) for (const to of mail.to) await takeIn(to.toLowerCase(), mail.source)
    return refused ?? (answer === null ? null : undefined)
  }
}

const titles: Readonly<Record<Moment, string>> = {
  greeting: 'connect',
  'sign-in': 'sign in',
  recipient: 'send mail',
  message: 'send mail'
}
