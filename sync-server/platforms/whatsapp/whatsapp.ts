import { authentic, handshake } from '../meta/authentic.ts'
import type { Platform } from '../port.ts'
import { send } from './client.ts'
import { findFile } from './file.ts'
import { react } from './react.ts'
import { knock } from './knock.ts'
import { read } from './read.ts'
import { show } from './show.ts'
import { findTemplates } from './templates.ts'

/** WhatsApp Cloud API. */
export const whatsapp: Platform = {
  platform: 'whatsapp',
  hook: {
    handshake: (query, secret) => handshake(query, secret.verifyToken),
    authentic: (body, header, secret) => authentic(body, header('x-hub-signature-256'), secret.appSecret),
    read: (payload, { account, business }, cameAt) => read(payload, account, { business, cameAt })
  },
  pull: null,
  openSurface: null,
  knock,
  findFile,
  findTemplates,
  show,
  react,
  send
}
