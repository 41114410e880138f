import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { AnyCommand } from '../../../shared/catalog.ts'
import { trustedContext } from '../../../shared/identity/may.ts'
import type { Actors } from '../../../sync-server/actors/actors.ts'
import { openCore } from '../../../sync-server/core.ts'
import { openDatabase } from '../../../sync-server/db/open.ts'
import { sampleWebchat } from '../../../sync-server/sample/sample.ts'
import { sampleTenant } from '../../../sync-server/sample/vendor-accounts.ts'
import { sampleCookie } from '../../server/agent.ts'
import { startServer } from '../../support/server.ts'
import { usage } from '../usage.ts'
import type { Opening, Rival } from './rival.ts'
import { speakDaybook } from './speak-daybook.ts'
import { eventText } from './tally.ts'

const eventsEach = 10
/** A received message's fact weighs as much as an event of the others with so many words. */
const messageWords = 40
/** Numbers that no event of the measurements has. */
const oldest = 50_000_000

/** The real server on its embedded database, with the sample workspace. */
export const daybook: Opening = { name: 'Daybook', open }

async function open(history: number): Promise<Rival> {
  const dataDir = mkdtempSync(join(tmpdir(), 'daybook-bench-'))
  const { env, now } = usage()
  const server = await startServer({ dataDir, template: null, env })
  if (history > 0) {
    await server.kill('SIGTERM')
    await write(dataDir, history)
    await server.restart()
  }
  const cookie = await sampleCookie(server.url, 'admin@demo.test')
  return {
    name: 'Daybook',
    url: server.url.replace('http', 'ws'),
    dialect: speakDaybook(server.url, cookie, []),
    get used() {
      return now()
    },
    kill: async () => void (await server.kill()),
    start: server.restart,
    async stop() {
      await server.stop()
      rmSync(dataDir, { recursive: true, force: true })
    }
  }
}

/** Customers write through the same actors as ever, a hundred of them at once. */
async function write(dataDir: string, conversations: number): Promise<void> {
  const core = await openCore(await openDatabase(dataDir), pino({ level: 'silent' }), { dataDir })
  let next = 0
  const lane = async () => {
    while (next < conversations) {
      const number = next++
      // The first message opens the conversation: that is an event too.
      for (let i = 1; i < eventsEach; i++) await receive(core.actors, number, i)
    }
  }
  await Promise.all(Array.from({ length: 100 }, lane))
  await core.close()
}

async function receive(actors: Actors, number: number, i: number): Promise<void> {
  const conversation = `bench-${number}`
  const command: AnyCommand = {
    type: 'conversation.receive',
    id: randomUUID(),
    at: Date.now(),
    conversation,
    message: randomUUID(),
    inbox: sampleWebchat,
    platform: 'webchat',
    contact: `contact-of-${conversation}`,
    content: { kind: 'text', text: eventText(oldest + number * eventsEach + i, messageWords) }
  }
  const customer = { kind: 'customer', id: command.contact } as const
  const told = await actors.tell(sampleTenant, command, now => trustedContext(customer, now))
  if (told.result !== 'accepted') throw new Error(`${command.type} was ${told.result}`)
}
