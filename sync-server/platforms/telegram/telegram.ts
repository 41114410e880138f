import type { Platform } from '../port.ts'
import { announce } from './announce.ts'
import { authentic } from './authentic.ts'
import { send } from './client.ts'
import { findFile } from './file.ts'
import { react } from './react.ts'
import { knock } from './knock.ts'
import { read } from './read.ts'
import { show } from './show.ts'
import { thanks } from './thanks.ts'

/** Telegram Bot API. */
export const telegram: Platform = {
  platform: 'telegram',
  hook: {
    thanks,
    // Telegram asks nothing: whoever has the token tells it where to call.
    handshake: () => null,
    authentic: (_body, header, secret) => authentic(header('x-telegram-bot-api-secret-token'), secret.appSecret),
    read: (payload, secret, cameAt) => read(payload, secret.account, cameAt)
  },
  pull: null,
  answers: true,
  openSurface: null,
  knock,
  announce,
  findFile,
  show,
  react,
  send
}
