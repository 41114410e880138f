import { describe, expect, test } from 'vitest'
import { slim } from '../../shared/routing/dry-run/slim.ts'
import { agentNamed, friday, hour, minute, Story } from './story.ts'

const shop = (...people: string[]) => new Story().hire(...people)
const text = (words: string) => ({ kind: 'text' as const, text: words })
const who = (made: readonly { to: string }[]) => made.map(one => one.to)

describe('whom a conversation goes to', () => {
  test('to nobody, where people take what they want', () => {
    const story = shop('ana', 'ben')
    expect(story.opens('c1')).toEqual([])
    expect(story.holderOf('c1')).toBeNull()
  })

  test('in a ring, one after the other, whoever is away is passed over', () => {
    const story = shop('ana', 'ben', 'cleo')
    story.publish({ method: 'round-robin' })
    story.set('ben', 'away')
    expect(who(['c1', 'c2', 'c3'].flatMap(id => story.opens(id)))).toEqual(['ana', 'cleo', 'ana'])
    story.set('ben', 'online')
    expect(who(['c4', 'c5', 'c6'].flatMap(id => story.opens(id)))).toEqual(['ben', 'cleo', 'ana'])
  })

  test('to whoever has the fewest open ones', () => {
    const story = shop('ana', 'ben')
    story.publish({ method: 'least-busy' })
    expect(who(['c1', 'c2', 'c3'].flatMap(id => story.opens(id)))).toEqual(['ana', 'ben', 'ana'])
    story.resolves('c1')
    story.resolves('c3')
    const [made] = story.opens('c4')
    expect(made).toMatchObject({ to: 'ana', why: { decidedBy: 'fewest-open' } })
  })

  test('where they have equally many, to whoever was assigned longest ago', () => {
    const story = shop('ana', 'ben')
    story.publish({ method: 'least-busy' })
    story.opens('c1')
    story.opens('c2')
    const [made] = story.opens('c3')
    expect(made).toMatchObject({ to: 'ana', why: { decidedBy: 'longest-ago' } })
    // Ben takes one himself and closes it: his turn was later than Ana's, with as many open as she has.
    story.resolves('c3')
    story.tell('conversation/c3', { type: 'conversation.reopened', by: agentNamed('ben') })
    story.tell('conversation/c3', { type: 'conversation.assigned', to: 'ben', by: agentNamed('ben') })
    story.resolves('c3')
    expect(who(story.opens('c4'))).toEqual(['ana'])
  })

  test('by weight: the lowest assigned to limit', () => {
    const story = shop('ana', 'ben')
    story.limit('ana', 20)
    story.limit('ben', 10)
    story.publish({ method: 'weighted' })
    const made = Array.from({ length: 12 }, (_, i) => story.opens(`c${i}`)).flat()
    expect(who(made).filter(to => to === 'ana')).toHaveLength(8)
    expect(made.at(-1)?.why.candidates[0]).toHaveProperty('ratio')
  })

  test('to nobody with a limit of 0, whatever the method', () => {
    for (const method of ['round-robin', 'weighted', 'least-busy'] as const) {
      const story = shop('ana', 'ben')
      story.limit('ana', 0)
      story.publish({ method })
      expect(who([...story.opens('c1'), ...story.opens('c2')])).toEqual(['ben', 'ben'])
    }
  })

  test('only to members of the team, and of them only to who works in the inbox', () => {
    const story = shop('ana', 'ben')
    story.tell('agent/zoe', { type: 'agent.joined', name: 'Zoe', email: 'zoe@x.test', role: 'agent' })
    story.team('sales', 'ben', 'zoe')
    story.publish({ method: 'least-busy', team: 'sales' })
    const [made] = story.opens('c1')
    expect(made?.to).toBe('ben')
    expect(made?.why.candidates).toMatchObject([{ agent: 'ben' }, { agent: 'zoe', standing: 'not-in-inbox' }])
  })
})

describe('limits and presence', () => {
  test('nobody is brought above their own limit, nor above the one of the inbox', () => {
    const story = shop('ana', 'ben')
    story.limit('ana', 1)
    story.publish({ method: 'round-robin', limit: 2 })
    for (const id of ['c1', 'c2', 'c3', 'c4']) story.opens(id)
    expect(story.made.map(one => one.to).toSorted()).toEqual(['ana', 'ben', 'ben'])
    expect(story.holderOf('c4')).toBeNull()
  })

  test('when capacity frees up, the longest-waiting goes first, at once', () => {
    const story = shop('ana')
    story.limit('ana', 1)
    story.publish({ method: 'least-busy' })
    story.opens('c1')
    for (const id of ['c2', 'c3']) {
      story.now += minute
      story.opens(id)
    }
    story.now += minute
    expect(story.resolves('c1')).toMatchObject([{ conversation: 'c2', to: 'ana', why: { waitedMs: 2 * minute } }])
    expect(story.tell('conversation/c2', { type: 'conversation.snoozed', until: friday + 9 * hour })).toMatchObject([
      { conversation: 'c3' }
    ])
  })

  test('whoever is busy gets nothing new, and whoever is away until a time is back at that time', () => {
    const story = shop('ana', 'ben')
    story.publish({ method: 'round-robin' })
    story.set('ana', 'busy')
    story.set('ben', 'away', friday + hour)
    expect(story.opens('c1')).toEqual([])
    expect(story.later(hour - 1)).toEqual([])
    expect(story.later(1)).toMatchObject([{ conversation: 'c1', to: 'ben', at: friday + hour }])
  })

  test('back from leave, nobody gets all that the others got meanwhile', () => {
    const story = shop('ana', 'ben')
    for (const id of ['ana', 'ben']) story.limit(id, 1000)
    story.publish({ method: 'weighted' })
    story.set('ben', 'away')
    for (let i = 0; i < 100; i++) story.opens(`a${i}`)
    story.set('ben', 'online')
    const after = Array.from({ length: 10 }, (_, i) => story.opens(`b${i}`)).flat()
    expect(who(after).filter(to => to === 'ben')).toHaveLength(5)
  })

  test('and whoever had some before goes on where they left off', () => {
    const story = shop('ana', 'ben')
    for (const id of ['ana', 'ben']) story.limit(id, 1000)
    story.publish({ method: 'weighted' })
    for (let i = 0; i < 6; i++) story.opens(`a${i}`)
    story.set('ben', 'away')
    for (let i = 0; i < 100; i++) story.opens(`b${i}`)
    story.set('ben', 'online')
    const after = Array.from({ length: 10 }, (_, i) => story.opens(`c${i}`)).flat()
    expect(who(after).filter(to => to === 'ben')).toHaveLength(5)
  })

  test('of all inboxes somebody works in, the longest-waiting goes first', () => {
    const story = shop('ana')
    story.tell('inbox/help', { type: 'inbox.member-added', agent: 'ana' })
    story.limit('ana', 0)
    for (const inbox of ['shop', 'help']) story.publish({ method: 'round-robin' }, inbox)
    const asks = (id: string, inbox: string) => {
      story.now += minute
      story.tell(`conversation/${id}`, { type: 'conversation.opened', inbox, platform: 'whatsapp', contact: 'mia' })
    }
    asks('c1', 'help')
    asks('c2', 'shop')
    asks('c3', 'help')
    const made = [1, 2, 3].flatMap(limit => story.limit('ana', limit))
    expect(made.map(one => one.conversation)).toEqual(['c1', 'c2', 'c3'])
  })

  test('and whom only a program has answered keeps the place in line', () => {
    const story = shop('ana', 'ben')
    for (const id of ['ana', 'ben']) story.limit(id, 0)
    story.publish({ method: 'round-robin' })
    story.opens('c1')
    story.tell('conversation/c1', { type: 'conversation.claimed', by: agentNamed('ben') })
    story.tell('conversation/c1', { type: 'conversation.message-received', message: 'm1', content: text('Hello?') })
    story.now += minute
    story.opens('c2')
    story.now += minute
    story.tell('agent/ben', { type: 'agent.left' })
    const by = { kind: 'system', id: 'automation.hello' } as const
    story.tell('conversation/c1', { type: 'conversation.replied', message: 'r1', content: text('A moment!'), by })
    expect(story.limit('ana', 1)).toMatchObject([{ conversation: 'c1' }])
  })

  test('what somebody had who left, or does not work in the inbox any more, goes to another', () => {
    const story = shop('ana', 'ben')
    story.publish({ method: 'least-busy' })
    story.opens('c1')
    expect(story.holderOf('c1')).toBe('ana')
    expect(story.tell('agent/ana', { type: 'agent.left' })).toMatchObject([{ conversation: 'c1', to: 'ben' }])
    story.hire('cleo')
    expect(story.tell('inbox/shop', { type: 'inbox.member-removed', agent: 'ben' })).toMatchObject([{ to: 'cleo' }])
  })
})

describe('skills', () => {
  test('a conversation goes to who has a skill for each of its labels', () => {
    const story = shop('ana', 'ben')
    story.skills('ben', 'french', 'returns')
    story.skills('ana', 'french')
    story.publish({ method: 'round-robin' })
    const [made] = story.opens('c1', 'french', 'returns')
    expect(made).toMatchObject({ to: 'ben', why: { decidedBy: 'only-one' } })
    expect(made?.why.candidates[1]).toMatchObject({ agent: 'ana', standing: 'lacks-skill', lacks: 'returns' })
  })

  test('a label that is nobody’s skill is only a label', () => {
    const story = shop('ana')
    story.publish({ method: 'round-robin' })
    expect(who(story.opens('c1', 'wholesale'))).toEqual(['ana'])
  })

  test('who waits for a skill holds up nobody who waits behind them', () => {
    const story = shop('ana', 'ben')
    story.skills('ben', 'french')
    story.set('ben', 'away')
    story.publish({ method: 'round-robin' })
    expect(story.opens('c1', 'french')).toEqual([])
    expect(who(story.opens('c2'))).toEqual(['ana'])
    expect(story.skills('ana', 'french')).toMatchObject([{ conversation: 'c1', to: 'ana' }])
  })

  test('a skill that nobody has any more holds nobody up', () => {
    const story = shop('ana', 'ben')
    story.skills('ben', 'french')
    story.set('ben', 'away')
    story.publish({ method: 'round-robin' })
    story.opens('c1', 'french')
    expect(story.tell('agent/ben', { type: 'agent.left' })).toMatchObject([{ conversation: 'c1', to: 'ana' }])
  })
})

describe('time', () => {
  const london = { zone: 'Europe/London', week: Array.from({ length: 7 }, () => [{ from: 9 * 60, to: 13 * 60 }]) }

  test('outside business hours it waits, and goes when the inbox opens, the longest-waiting first', () => {
    const story = shop('ana')
    story.tell('inbox/shop', { type: 'inbox.hours-set', hours: london })
    story.publish({ method: 'round-robin' })
    expect(who(story.opens('c1'))).toEqual(['ana'])
    story.now = friday + hour
    expect(story.opens('c2')).toEqual([])
    story.now += minute
    expect(story.opens('c3')).toEqual([])
    expect(story.later(20 * hour)).toMatchObject([
      { conversation: 'c2', at: friday + 21 * hour },
      { conversation: 'c3', at: friday + 21 * hour }
    ])
  })

  test('after so many minutes another team may take it, and the reasons say so', () => {
    const story = shop('ana', 'ben')
    story.limit('ana', 0)
    story.team('first', 'ana').team('help', 'ben')
    story.publish({ method: 'least-busy', team: 'first', overflow: { team: 'help', afterMinutes: 10 } })
    expect(story.opens('c1')).toEqual([])
    expect(story.later(10 * minute - 1)).toEqual([])
    expect(story.later(1)).toMatchObject([{ to: 'ben', why: { overflow: true, waitedMs: 10 * minute } }])
  })
})

describe('who comes back', () => {
  test('goes to whoever answered last, where that is wanted and that one may', () => {
    const story = shop('ana', 'ben')
    story.publish({ method: 'round-robin', sticky: true })
    story.opens('c1')
    story.resolves('c1')
    expect(story.comesBack('c1')).toMatchObject([{ to: 'ana', why: { decidedBy: 'last-agent' } }])
    story.resolves('c1')
    story.set('ana', 'away')
    expect(story.comesBack('c1')).toMatchObject([{ to: 'ben' }])
  })

  test('is in the ring like everybody else where it is not', () => {
    const story = shop('ana', 'ben')
    story.publish({ method: 'round-robin' })
    story.opens('c1')
    story.resolves('c1')
    expect(story.comesBack('c1')).toMatchObject([{ to: 'ben', why: { decidedBy: 'next-in-ring' } }])
  })

  test('stays with whoever answers while it waits', () => {
    const story = shop('ana')
    story.publish({ method: 'round-robin' })
    story.opens('c1')
    story.resolves('c1')
    story.set('ana', 'busy')
    story.comesBack('c1')
    story.tell('conversation/c1', {
      type: 'conversation.replied',
      message: 'm1',
      content: { kind: 'text', text: 'Hello' },
      by: agentNamed('ana')
    })
    expect(story.set('ana', 'online')).toEqual([])
    expect(story.picture.people.get('ana')?.open).toBe(1)
  })
})

test('that nobody is there is no answer: whoever is told so waits as before', () => {
  const story = shop('ana')
  const received = {
    type: 'conversation.message-received',
    message: 'm1',
    content: { kind: 'text', text: '?' }
  } as const
  const replied = { type: 'conversation.replied', message: 'a1', content: { kind: 'text', text: 'Later' } } as const
  const waits = () => story.picture.conversations.get('c1')?.unansweredSince
  story.opens('c1')
  story.tell('conversation/c1', received)
  story.later(minute)
  const by = { kind: 'system', id: 'away-message' } as const
  story.tell('conversation/c1', { ...replied, awayUntil: friday + hour, by })
  expect(waits()).toBe(friday)
  expect(slim(story.events.at(-1)!)?.fact).toMatchObject({ awayUntil: friday + hour })
  story.tell('conversation/c1', { ...replied, message: 'r1', by: agentNamed('ana') })
  expect(waits()).toBeNull()
})

describe('people go first', () => {
  test('what somebody took before the router was heard is theirs, and counts for them', () => {
    const story = shop('ana', 'ben')
    story.publish({ method: 'least-busy' })
    story.confirms = false
    expect(who(story.opens('c1'))).toEqual(['ana'])
    story.tell('conversation/c1', { type: 'conversation.claimed', by: agentNamed('ben') })
    expect(story.holderOf('c1')).toBe('ben')
    expect(who(story.opens('c2'))).toEqual(['ana'])
  })

  test('what somebody lets go is given anew, under another id', () => {
    const story = shop('ana', 'ben')
    story.publish({ method: 'round-robin' })
    const [first] = story.opens('c1')
    const [second] = story.tell('conversation/c1', { type: 'conversation.unassigned', by: agentNamed('ana') })
    expect(second).toMatchObject({ to: 'ben', held: { by: null } })
    expect(second?.id).not.toBe(first?.id)
  })

  test('a policy that is published is for who waits already; rolled back to by hand, nobody is given any more', () => {
    const story = shop('ana')
    story.opens('c1')
    expect(story.publish({ method: 'round-robin' })).toMatchObject([{ conversation: 'c1', to: 'ana' }])
    story.publish({ method: 'manual' })
    expect(story.opens('c2')).toEqual([])
  })
})
