import { beforeAll } from 'vitest'
import type { InboxSecret } from '../../sync-server/platforms/secrets.ts'
import { stage } from './stage.ts'

/** A server with the pretended WhatsApp alone. Every file has a copy of this module to itself. */
const opened = stage('whatsapp')
export const { here, origin, at, page, post, state, phone, mood, meet, says, say, chat } = opened
export let inbox: InboxSecret
beforeAll(() => {
  inbox = opened.inbox
})
