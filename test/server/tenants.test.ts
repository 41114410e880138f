import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clientCommand } from '../../shared/shapes.ts'
import type { Event } from '../../shared/kernel/message.ts'
import { manual } from '../../shared/routing/content.ts'
import { templates } from '../../shared/workflow/templates.ts'
import { photo } from '../media/photos.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { command, type Client } from '../sync/client.ts'
import { sampleAgent, sampleCookie } from './agent.ts'
import { demo, eventsOf, foundOther, hookTo, other, visit, type Side } from './two-tenants.ts'

const startingMs = 90_000

let server: RunningServer
beforeAll(async () => {
  server = await startServer()
  await server.kill('SIGTERM')
  await foundOther(server.dataDir)
  await server.restart()
  for (const side of [demo, other]) {
    const status = await hookTo(server, side.whatsapp, `first-${side.tenant}`, side.canary)
    if (status !== 200) throw new Error(`the webhook of ${side.tenant} answered ${status}`)
  }
}, startingMs)
afterAll(() => server.stop())

/** The ids of the conversation, the contact and the message in which the canary sits. */
async function placeOf({ tenant, canary }: Side) {
  const events = await eventsOf(server, tenant)
  const received = events.find(({ fact }) => fact.type.endsWith('received') && JSON.stringify(fact).includes(canary))!
  const met = events.find(({ fact }) => fact.type === 'contact.met' && JSON.stringify(fact).includes(canary))!
  const { message } = received.fact as unknown as { message: string }
  return { conversation: received.stream.split('/')[1]!, contact: met.stream.split('/')[1]!, message, received }
}
type Place = Awaited<ReturnType<typeof placeOf>>

const whole = (one: Client) => one.until(is => is.frames.some(frame => frame.type === 'snapshot' && frame.last), 'all')

/** Every command a client may push, aimed at the other's. */
function commandsAt(victim: Side, { conversation, contact, message }: Place, from: string) {
  const words = { kind: 'text', text: `from ${from}` }
  const inbox = victim.webchat
  const card = { card: `support:${conversation}`, workflow: 'support' }
  const [rank, team] = ['n', 'their-team']
  const [automation, phrase] = ['their-automation', 'their-phrase']
  const rule = { name: from, order: 1, when: { on: 'opened' }, if: [], then: [{ do: 'note', text: from }] }
  const targets = { firstReply: 1, nextReply: null, resolution: null }
  const hours = { zone: 'UTC', week: Array.from({ length: 7 }, () => []) }
  return [
    { type: 'workflow.publish', workflow: 'support', onVersion: 0, plan: templates[0]!.plan, moved: [] },
    { type: 'workflow.archive', workflow: 'support' },
    { type: 'workflow.restore', workflow: 'support' },
    { type: 'card.place', ...card, of: { kind: 'conversation', conversation }, title: from, stage: null, rank },
    { type: 'card.move', ...card, from: 'new', to: 'working', rank },
    { type: 'card.order', ...card, stage: 'new', rank },
    { type: 'card.close', ...card, from: 'new', outcome: 'won', reason: from, rank },
    { type: 'card.explain', ...card, cycle: 1, outcome: 'won', reason: from },
    { type: 'card.reopen', ...card, as: 'new-cycle', to: null, rank },
    { type: 'card.rename', ...card, title: from },
    { type: 'card.set-value', ...card, value: { minor: 100, currency: 'EUR' } },
    { type: 'card.set-due', ...card, due: Date.now() },
    { type: 'card.set-field', ...card, key: 'order', value: from },
    { type: 'card.give', ...card, to: victim.agent },
    { type: 'card.add-item', ...card, text: from },
    { type: 'card.check-item', ...card, item: 'item', done: true },
    { type: 'card.remove-item', ...card, item: 'item' },
    { type: 'inbox.set-routing', inbox, policy: manual },
    { type: 'inbox.set-hours', inbox, hours },
    { type: 'inbox.set-away-message', inbox, text: from },
    { type: 'inbox.set-sla', inbox, targets },
    { type: 'inbox.resume-sending', inbox },
    { type: 'inbox.set-courtesies', inbox, courtesies: { read: false, typing: false } },
    { type: 'automation.publish', automation, onVersion: 0, rule },
    { type: 'automation.turn-on', automation },
    { type: 'automation.turn-off', automation },
    { type: 'automation.remove', automation },
    { type: 'phrase.save', phrase, onVersion: 0, name: from, text: from },
    { type: 'phrase.remove', phrase },
    { type: 'agent.set-availability', agent: victim.agent, availability: 'away', until: null },
    { type: 'agent.set-limit', agent: victim.agent, limit: 1 },
    { type: 'agent.set-skills', agent: victim.agent, skills: [from] },
    { type: 'team.form', team, name: from },
    { type: 'team.rename', team, name: from },
    { type: 'team.add-member', team, agent: victim.agent },
    { type: 'team.remove-member', team, agent: victim.agent },
    { type: 'team.disband', team },
    { type: 'conversation.reply', conversation, content: words, seen: message },
    { type: 'conversation.send-held', conversation, message },
    { type: 'conversation.discard-held', conversation, message },
    { type: 'conversation.retry', conversation, message },
    { type: 'conversation.withdraw-reply', conversation, message },
    { type: 'conversation.put-reaction', conversation, of: message, emoji: '👍' },
    { type: 'conversation.note', conversation, text: words.text },
    { type: 'conversation.claim', conversation },
    { type: 'conversation.assign', conversation, to: victim.agent },
    { type: 'conversation.unassign', conversation },
    { type: 'conversation.resolve', conversation, seen: message },
    { type: 'conversation.reopen', conversation },
    { type: 'conversation.snooze', conversation, until: Date.now() + 1e6, seen: message },
    { type: 'conversation.prioritise', conversation, priority: 'high' },
    { type: 'conversation.label', conversation, label: from },
    { type: 'conversation.unlabel', conversation, label: from },
    { type: 'conversation.mark-read', conversation, upTo: 1 },
    { type: 'contact.rename', contact, name: from },
    { type: 'contact.set-attribute', contact, key: 'Key', value: from },
    { type: 'contact.note', contact, text: from },
    { type: 'contact.remove-note', contact, note: 'note' },
    { type: 'contact.merge', contact, into: contact },
    { type: 'contact.unmerge', contact, from: contact },
    { type: 'contact.keep-apart', contact, from: contact },
    { type: 'contact.erase', contact },
    { type: 'inbox.set-retention', inbox, days: 30 },
    { type: 'inbox.rename', inbox, name: from },
    { type: 'inbox.add-member', inbox, agent: victim.agent },
    { type: 'inbox.remove-member', inbox, agent: victim.agent },
    { type: 'agent.rename', agent: victim.agent, name: from },
    { type: 'agent.change-role', agent: victim.agent, role: 'agent' },
    { type: 'agent.leave', agent: victim.agent }
  ]
}

/** Whose log is the shorter one writes notes until both end with the same `seq`. */
async function level(...both: readonly (readonly [Client, Side])[]) {
  const heads = await Promise.all(both.map(async ([, side]) => (await eventsOf(server, side.tenant)).length))
  const end = Math.max(...heads)
  for (const [i, [client, side]] of both.entries()) {
    const { conversation } = await placeOf(side)
    const note = () => command({ type: 'conversation.note', conversation, text: 'one more' })
    const missing = Array.from({ length: end - heads[i]! }, note)
    if (missing.length > 0) await client.push(1, ...missing)
    await client.until(is => is.cursor === end, `seq ${end}`)
  }
}

test('every command a client can push is among those that are tried', async () => {
  const known = clientCommand.options.flatMap(kind => kind.options.map(one => one.entries.type.literal as string))
  const tried = commandsAt(other, await placeOf(other), 'x').map(one => one.type)
  expect(tried.toSorted()).toEqual(known.toSorted())
})

/** The server puts a conversation on the board a moment after it was opened. */
function isCardOf(known: ReadonlySet<string>, fact: Event['fact']): boolean {
  const { conversation } = fact as Event['fact'] & { readonly conversation?: string }
  return fact.type === 'card.placed' && fact.by.kind === 'system' && known.has(`conversation/${conversation}`)
}

describe.each([
  ['demo', demo, other],
  ['the other', other, demo]
])('whoever sits in %s', (_, me, victim) => {
  const untouched = async (attack: () => Promise<string>) => {
    const before = await eventsOf(server, victim.tenant)
    expect(await attack()).not.toContain(victim.canary)
    const after = await eventsOf(server, victim.tenant)
    // The card of a conversation that was there before may still have been on its way.
    const known = new Set(before.map(({ stream }) => stream))
    const ownCards = after.slice(before.length).filter(({ fact }) => isCardOf(known, fact))
    expect(after).toEqual([...before, ...ownCards])
    expect(JSON.stringify(before)).toContain(victim.canary)
    expect(JSON.stringify(after)).not.toContain(me.canary)
  }

  test.each(['agent', 'admin'] as const)('as %s pushes every command at the other workspace in vain', role =>
    untouched(async () => {
      const there = await placeOf(victim)
      const one = await sampleAgent(server.url, role === 'agent' ? me.email : me.adminEmail)
      const aimed = commandsAt(victim, there, me.canary).map(bare => ({ ...command(bare), tenant: victim.tenant }))
      const acks = await one.push(1, ...aimed)
      // What a workspace calls its workflows, teams, automations and saved replies is its own affair: an admin who says the other's id makes one's own.
      const own = role === 'admin' ? /^(?:workflow|team|automation|phrase)\./ : /^$/
      const passed = aimed.flatMap(({ type }, i) => (acks[i]!.refusal === null && !own.test(type) ? [type] : []))
      expect([acks.length, passed]).toEqual([aimed.length, []])
      const tooMuch = ['tenant.found', 'conversation.receive', 'contact.meet', 'inbox.connect'].map(type =>
        command({ ...there, type, tenant: victim.tenant, inbox: victim.webchat, name: me.canary, platform: 'webchat' })
      )
      const reasons = (await one.push(aimed.length + 1, ...tooMuch)).map(ack => ack.refusal?.reason)
      expect(reasons).toEqual(tooMuch.map(() => 'not-understood'))
      await one.close()
      return one.heard
    })
  )

  test('asks for the other’s streams and gets what there is of streams that never were', () =>
    untouched(async () => {
      const { conversation, contact } = await placeOf(victim)
      const one = await sampleAgent(server.url, me.adminEmail)
      const streams = ['conversation/none', `conversation/${conversation}`, `contact/${contact}`]
      streams.push(`inbox/${victim.webchat}`, `agent/${victim.agent}`, `tenant/${victim.tenant}`)
      for (const stream of streams) {
        for (const before of [2, 1000]) {
          one.say({ type: 'need', stream, before, tenant: victim.tenant })
          expect(await one.next('part')).toEqual({ type: 'part', stream, events: [], complete: true })
        }
      }
      await one.close()
      return one.heard
    }))

  test('says hello as the other’s device, from the other’s cursor, and is nobody but themselves', () =>
    untouched(async () => {
      const theirs = await sampleAgent(server.url, victim.adminEmail)
      await whole(theirs)
      const { incarnation } = await theirs.next('welcome')
      const { conversation } = await placeOf(me)
      const asThem = async (seq: number, acked: number) => {
        const one = await sampleAgent(server.url, me.adminEmail, { client: theirs.id, cursor: { incarnation, seq } })
        expect(await one.next('welcome')).toMatchObject({ acked, me: { tenant: me.tenant } })
        const note = command({ type: 'conversation.note', conversation, text: `a note of ${me.canary}` })
        expect(await one.push(acked + 1, note)).toMatchObject([{ n: acked + 1, command: note.id, refusal: null }])
        await one.close()
        expect(one.heard).not.toContain(victim.canary)
      }
      await asThem(0, 0)
      await asThem(theirs.cursor, 1)
      expect(theirs.isClosed).toBe(false)
      await theirs.close()
      expect(theirs.heard).not.toContain(me.canary)
      return ''
    }))

  test('uses the other’s command ids, agents and messages in their own conversation, and gets nothing for it', () =>
    untouched(async () => {
      const there = await placeOf(victim)
      const { conversation } = await placeOf(me)
      const one = await sampleAgent(server.url, me.adminEmail)
      const reasons = (
        await one.push(
          1,
          command({ type: 'conversation.assign', conversation, to: victim.agent }),
          command({ type: 'conversation.send-held', conversation, message: there.message }),
          command({ type: 'conversation.retry', conversation, message: there.message }),
          { command: command({ type: 'conversation.reopen', conversation }), after: there.received.fact.cause }
        )
      ).map(ack => ack.refusal?.reason ?? null)
      expect(reasons).toEqual(['no-such-agent', 'not-held', 'not-failed', null])
      await one.close()
      return one.heard
    }))

  test('hears nothing of what is said over there, even when it would fit in right behind their last word', async () => {
    const [one, theirs] = [await sampleAgent(server.url, me.adminEmail), await sampleAgent(server.url, victim.email)]
    await Promise.all([whole(one), whole(theirs)])
    await level([one, me], [theirs, victim])
    const words = `${victim.canary} live`
    expect(await hookTo(server, victim.whatsapp, `live-${randomUUID()}`, words)).toBe(200)
    await theirs.until(is => is.heard.includes(words), 'the words')
    expect(await hookTo(server, me.whatsapp, `live-${randomUUID()}`, `${me.canary} live`)).toBe(200)
    await one.until(is => is.heard.includes(`${me.canary} live`), 'their own words')
    await Promise.all([one.close(), theirs.close()])
    expect(one.heard).not.toContain(victim.canary)
    expect(theirs.heard).not.toContain(me.canary)
  })

  test('posts to the other’s webhook with their own secret, and of the other’s account to their own', () =>
    untouched(async () => {
      const { inbox, account } = victim.whatsapp
      expect(await hookTo(server, { ...me.whatsapp, inbox }, randomUUID(), me.canary)).toBe(401)
      expect(await hookTo(server, { ...me.whatsapp, inbox, account }, randomUUID(), me.canary)).toBe(401)
      const head = (await eventsOf(server, me.tenant)).length
      expect(await hookTo(server, { ...me.whatsapp, account }, randomUUID(), 'for another number')).toBe(200)
      expect(await eventsOf(server, me.tenant)).toHaveLength(head)
      return ''
    }))

  test('as a customer cannot carry a token from one chat into the other', async () => {
    const theirs = await visit(server, victim.webchat, null)
    const id = randomUUID()
    theirs.say({ type: 'say', id, at: Date.now(), text: victim.canary })
    await theirs.until(`"kept","id":"${id}"`)
    await untouched(async () => {
      const mine = await visit(server, me.webchat, theirs.token())
      expect(mine.token()).not.toBe('')
      expect(mine.token()).not.toBe(theirs.token())
      const said = randomUUID()
      mine.say({ type: 'say', id: said, at: Date.now(), text: me.canary })
      await mine.until(`"kept","id":"${said}"`)
      mine.say({ type: 'receipt', message: id, status: 'read' })
      mine.say({ type: 'ping' })
      await mine.until('"pong"')
      return mine.heard
    })
  })

  test('sees no file of the other’s, nor the small one of a picture', () =>
    untouched(async () => {
      const body = await photo(900, 700).jpeg().toBuffer()
      const file = createHash('sha256').update(body).digest('hex')
      const { conversation } = await placeOf(victim)
      const [mine, theirs] = await Promise.all([me, victim].map(side => sampleCookie(server.url, side.adminEmail)))
      const at = `${server.url}/media/${conversation}/${file}`
      const headers = { 'content-type': 'image/jpeg' }
      const put = (cookie: string) =>
        fetch(at, { method: 'PUT', headers: { ...headers, cookie }, body: new Uint8Array(body) })
      expect([(await put(mine!)).status, (await put(theirs!)).status]).toEqual([404, 201])
      for (const path of [at, `${at}?size=small`]) {
        const [own, foreign] = await Promise.all([theirs!, mine!].map(cookie => fetch(path, { headers: { cookie } })))
        expect([own!.status, foreign!.status, await foreign!.text()]).toEqual([200, 404, 'no such file'])
      }
      return ''
    }))

  test('finds nothing at any address', () =>
    untouched(async () => {
      const cookie = await sampleCookie(server.url, me.adminEmail)
      const { conversation } = await placeOf(victim)
      const paths = [`/api/me?tenant=${victim.tenant}`, `/operator/export?tenant=${victim.tenant}`, '/operator/tenants']
      paths.push(`/inbox/all/${conversation}`, `/api/${victim.tenant}`, `/api/state?tenant=${victim.tenant}`)
      if (me === demo) paths.push('/emulator/state')
      const headers = { cookie: `${cookie}; tenant=${victim.tenant}`, 'x-tenant': victim.tenant }
      const answers = await Promise.all(paths.map(async path => (await fetch(server.url + path, { headers })).text()))
      expect(JSON.parse(answers[0]!)).toMatchObject({ tenant: me.tenant })
      return answers.join('\n')
    }))
})
