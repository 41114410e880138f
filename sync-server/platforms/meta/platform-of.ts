import type { Platform } from '../port.ts'
import { authentic, handshake } from './authentic.ts'
import type { Dialect } from './dialect.ts'
import { findFile } from './file.ts'
import { react } from './react.ts'
import { read } from './read.ts'
import { send } from './send.ts'
import { show } from './show.ts'

/** Meta fetches a file while it takes the message. */
const hourMs = 3_600_000

/** One of Meta's channels that speak of `messaging`. */
export function platformOf(dialect: Dialect, knock: NonNullable<Platform['knock']>): Platform {
  return {
    platform: dialect.strategy.platform,
    hook: {
      handshake: (query, secret) => handshake(query, secret.verifyToken),
      authentic: (body, header, secret) => authentic(body, header('x-hub-signature-256'), secret.appSecret),
      read: (payload, secret) => read(payload, secret.account, dialect)
    },
    pull: null,
    ...(dialect.uploads === null && { fetchesForMs: hourMs }),
    openSurface: null,
    knock,
    findFile,
    show: (courtesy, secret, reaching) => show(courtesy, secret, reaching, dialect),
    react: (reaction, secret, attempt) => react(reaction, secret, attempt, dialect),
    send: (outgoing, secret, attempt) => send(outgoing, secret, attempt, dialect)
  }
}
