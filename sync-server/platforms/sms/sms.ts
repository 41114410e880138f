import type { Platform } from '../port.ts'
import { authentic } from './authentic.ts'
import { send } from './client.ts'
import { findFile } from './file.ts'
import { knock } from './knock.ts'
import { lookBack } from './look-back.ts'
import { read } from './read.ts'

/** A message may wait for ten hours in Twilio's queue before its file is fetched. */
const dayMs = 86_400_000

/** SMS and MMS by Twilio's Programmable Messaging. */
export const sms: Platform = {
  platform: 'sms',
  hook: {
    form: true,
    // An answer in plain text would go to the customer as an SMS. Source: Twilio, "TwiML for Programmable Messaging".
    thanks: () => ({ type: 'text/xml', words: '<Response></Response>' }),
    // Twilio asks nothing: whoever has the account tells it where to call.
    handshake: () => null,
    authentic: (body, header, secret, address) =>
      authentic(body, header('x-twilio-signature'), secret.appSecret, address),
    read: (payload, secret, cameAt) => read(payload, secret.account, cameAt)
  },
  pull: null,
  openSurface: null,
  knock,
  lookBack,
  fetchesForMs: dayMs,
  findFile,
  send
}
