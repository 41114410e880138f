import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { email as strategy } from '../../../shared/platforms/email.ts'
import type { VendorRoutes } from '../answering.ts'
import type { Doors, Role, RoleParts, StandIn } from '../stand-in.ts'
import { inventedAddress, whoIsIn } from './addresses.ts'
import { openFolder } from './folder.ts'
import { openImap } from './imap-server.ts'
import { openOAuth } from './oauth.ts'
import { knowsMailError } from './mail-error.ts'
import { createMailPrograms } from './mail-programs.ts'
import { createPostman, readable } from './postman.ts'
import { sendingServer } from './sending-server.ts'
import { openSmtp } from './smtp-server.ts'

/** A mailbox: its mail is fetched over IMAP, and what is sent is taken over SMTP. Source: RFC 3501 and RFC 5321. */
export const email: Role = {
  strategy,
  ids: { invented: inventedAddress, readable: id => id },
  says: ['image', 'subject'],
  knows: knowsMailError,
  seal: () => () => {
    throw new Error('a mailbox calls nobody')
  },
  play: playMailbox
}

/** The app that somebody has registered at who signs people in. */
const playedApp = { id: 'demo-client', secret: 'demo-client-secret' }

function playMailbox(parts: RoleParts): StandIn {
  const { world, account, past } = parts
  // Another mailbox at every start: what was in the one before is gone, and its numbers mean nothing any more.
  const validity = Math.floor(Date.now() / 1000)
  const folders = [openFolder('INBOX', '', validity), openFolder('Sent', '\\Sent', validity)] as const
  let told = () => undefined as void
  let cut = () => undefined as void
  const { promise: opened, resolve: open } = Promise.withResolvers<void>()
  const postman = createPostman({ world, inbox: folders[0], opened, tellNews: () => told() })
  const { say, takeIn } = createMailPrograms(parts, postman)
  const oauth = openOAuth({ client: playedApp, user: account.account })
  return {
    // Mail is asked for at doors of its own; here people sign in to the mailbox.
    routes: new Hono().route('/oauth', oauth.routes) as unknown as VendorRoutes,
    say,
    // Nobody is told that it was read; the phone knows.
    open(phone) {
      for (const { id, from } of phone.messages) if (from === 'business') world.tick(phone.id, id, 'read')
    },
    phonesOn: () => undefined,
    weatherChanged() {
      if (world.mood().down) cut()
    },
    async listen(): Promise<Doors> {
      const isDown = () => world.mood().down
      const imap = await openImap({
        folders,
        letsIn: isWho(account.appSecret),
        letsInWith: oauth.takes,
        isDown,
        opened: open,
        kept: ({ name }, source) => {
          const copy = { id: randomUUID(), at: Date.now(), way: 'call', title: `copy into ${name}` } as const
          world.saw({ ...copy, status: 'OK', tookMs: 0, request: readable(source), answer: null })
        },
        fetched: ({ uid }) => postman.fetched(uid)
      })
      const smtp = await openSmtp({
        letsIn: isWho(account.accessToken),
        letsInWith: oauth.takes,
        says: sendingServer(parts, takeIn)
      })
      told = imap.tellNews
      cut = imap.cut
      // On Daybook's disk, and not only fetched.
      const deaf = past.onReceived(message => {
        const phone = world.all().find(({ messages }) => messages.some(({ id }) => id === message))
        if (phone) world.tick(phone.id, message, 'delivered')
      })
      return {
        ports: { imap: imap.port, smtp: smtp.port },
        async close() {
          deaf()
          await Promise.all([imap.close(), smtp.close()])
        }
      }
    }
  }
}

function isWho(address: string) {
  const known = whoIsIn(address)
  return (user: string, pass: string) => user === known.user && pass === known.pass
}
