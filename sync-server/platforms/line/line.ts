import type { Platform } from '../port.ts'
import { announce } from './announce.ts'
import { authentic } from './authentic.ts'
import { onceForMs, send } from './client.ts'
import { findFile } from './file.ts'
import { fetchesForMs } from './said-by-us.ts'
import { knock } from './knock.ts'
import { read } from './read.ts'
import { show } from './show.ts'

/** LINE Messaging API. An inbox's account is the bot's own user id, which every webhook is addressed to. */
export const line: Platform = {
  platform: 'line',
  hook: {
    // LINE asks by a call without events, signed like any other: it is answered 200, and says nothing.
    handshake: () => null,
    authentic: (body, header, secret) => authentic(body, header('x-line-signature'), secret.appSecret),
    read: (payload, secret) => read(payload, secret.account)
  },
  pull: null,
  openSurface: null,
  knock,
  announce,
  onceForMs,
  fetchesForMs,
  findFile,
  show,
  send
}
