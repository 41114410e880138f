// @module-tag long
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chance } from '../power/chance.ts'
import { launchInstalled } from '../support/browser.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { conversationOf } from './conversation-of.ts'
import {
  asAtHome,
  composer,
  deskIn,
  message,
  offline,
  openConversation,
  readyForOffline,
  signIn,
  writes,
  type Desk
} from './desk.ts'
import { customerWrites } from './meta.ts'
import { exported } from './operator.ts'

/** Set by `npm run test:storm`; without it a short sample. */
const { COUNT, SEED = '1' } = process.env
const actions = Number(COUNT ?? 8)
const killEvery = Math.max(8, Math.floor(actions / 5))
const customers = 5
const aReply = 3
const report = (line: string) => COUNT !== undefined && console.log(line)

let server: RunningServer
let profile: string

beforeAll(async () => {
  server = await startServer()
  profile = mkdtempSync(join(tmpdir(), 'daybook-storm-'))
})
afterAll(async () => {
  await server.stop()
  rmSync(profile, { recursive: true, force: true })
})

const sit = async () => deskIn(await launchInstalled(profile, asAtHome(server)))

/** The power switch of a phone: nothing gets to say goodbye. */
async function killed(desk: Desk): Promise<void> {
  const gone = new Promise(resolve => desk.context.once('close', resolve))
  spawnSync('pkill', ['-KILL', '-f', profile])
  await gone
}

async function strangers(): Promise<string[]> {
  const found: string[] = []
  for (let one = 1; one <= customers; one++) {
    const customer = { id: `wamid.STORM${one}`, from: `491555090000${one}`, name: `Stella Storm ${one}` }
    await customerWrites(server, { ...customer, text: 'Hello?' })
    found.push(await conversationOf(server.dataDir, customer.name))
  }
  return found
}

/** What the agent did and saw stored, by conversation: their words in order, and how they left it. */
type Done = { readonly replies: string[]; readonly notes: string[]; isResolved: boolean; isClaimed: boolean }

async function act({ page }: Desk, conversation: string, done: Done, what: number, words: string): Promise<void> {
  const shown = page.url().endsWith(conversation)
  if (!shown) await openConversation(page, conversation)
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  if (what === 0 && !done.isClaimed) {
    await press('Claim')
    await page.getByRole('button', { name: 'Claim', exact: true }).waitFor({ state: 'detached' })
    done.isClaimed = true
  } else if (what === 1) {
    await press(done.isResolved ? 'Reopen' : 'Resolve')
    await page.getByRole('button', { name: done.isResolved ? 'Resolve' : 'Reopen', exact: true }).waitFor()
    done.isResolved = !done.isResolved
  } else {
    const mode = what === 2 ? 'Note' : 'Reply'
    await composer(page).getByRole('button', { name: mode, exact: true }).click()
    const field = composer(page).getByRole('textbox')
    await field.fill(words)
    await field.press('Enter')
    // The words leave the field when they are on the disk.
    await writes(page, '')
    ;(mode === 'Note' ? done.notes : done.replies).push(words)
  }
}

/** Everything that was stored is on the screen of a browser that opens cold, with nobody to ask. */
async function allThere({ page }: Desk, all: ReadonlyMap<string, Done>): Promise<void> {
  for (const [conversation, done] of all) {
    await openConversation(page, conversation)
    for (const words of [done.replies.at(-1), done.notes.at(-1)]) {
      if (words !== undefined) await message(page, words).waitFor()
    }
  }
}

test(
  'offline work in a browser that is killed again and again: nothing lost, nothing doubled, the order kept',
  async () => {
    const fate = chance(Number(SEED))
    const all = new Map((await strangers()).map(id => [id, aDone()]))
    const ids = [...all.keys()]
    const yesterday = await sit()
    await signIn(yesterday.page, 'agent1@demo.test')
    await readyForOffline(yesterday.page)
    // Browsers write cookies down half a minute late; a clean end does it at once.
    await yesterday.context.close()

    let desk = await sit()
    await openConversation(desk.page, ids[0]!)
    await server.kill('SIGKILL')
    await offline(desk.page)
    let kills = 0
    for (let action = 1; action <= actions; action++) {
      const conversation = ids[fate.below(ids.length)]!
      const isLast = action % killEvery === 0
      // What is last before a kill is a message: it shows when it, and all before it, is on the disk.
      const what = isLast ? aReply : fate.below(6)
      await act(desk, conversation, all.get(conversation)!, what, `Word ${action} of ${actions}`)
      if (!isLast) continue
      await killed(desk)
      desk = await sit()
      await allThere(desk, all)
      report(`${action} actions, ${++kills} kills`)
    }
    await server.restart()
    await desk.page.goto('/outbox')
    await desk.page.getByText('Everything has reached the server').waitFor({ timeout: 60_000 + actions * 500 })

    const events = await exported(server.dataDir)
    for (const [conversation, done] of all) {
      const facts = events.filter(({ stream }) => stream === `conversation/${conversation}`).map(({ fact }) => fact)
      const words = (type: string) =>
        facts.flatMap(fact =>
          fact.type === type && 'content' in fact ? [(fact.content as { text: string }).text] : []
        )
      expect(words('conversation.replied')).toEqual(done.replies)
      expect(facts.filter(({ type }) => type === 'conversation.noted').map(noteOf)).toEqual(done.notes)
      const left = facts.findLast(({ type }) => /\.(resolved|reopened|opened)$/.test(type))?.type
      expect(left === 'conversation.resolved').toBe(done.isResolved)
      expect(facts.filter(({ type }) => type === 'conversation.claimed')).toHaveLength(done.isClaimed ? 1 : 0)
    }
    const written = [...all.values()].flatMap(done => [...done.replies, ...done.notes])
    expect(written.length).toBeGreaterThan(actions / 4)
    expect(desk.complaints).toEqual([])
    report(`${actions} actions, ${kills} kills: ${written.length} messages, each once and in its place`)
    await desk.context.close()
  },
  120_000 + actions * 15_000
)

function aDone(): Done {
  return { replies: [], notes: [], isResolved: false, isClaimed: false }
}

function noteOf(fact: object): unknown {
  return 'text' in fact ? fact.text : JSON.stringify(fact)
}
