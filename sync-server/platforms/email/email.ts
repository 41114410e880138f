import type { Platform } from '../port.ts'
import { send } from './client.ts'
import { findFile } from './file.ts'
import { readPast } from './past.ts'
import { knock, listen } from './mailbox.ts'
import { read } from './read.ts'

/** E-mail: fetched over IMAP, sent over SMTP. */
export const email: Platform = {
  platform: 'email',
  hook: null,
  pull: { read: (payload, secret) => read(payload, secret.account), knock, listen },
  answers: true,
  openSurface: null,
  findFile,
  readPast,
  send
}
