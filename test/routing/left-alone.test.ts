import { describe, expect, test } from 'vitest'
import { agentNamed, friday, hour, Story } from './story.ts'

const shop = (...people: string[]) => new Story().hire(...people)

describe('what somebody has who is not there for it any more', () => {
  const left = (story: Story) => story.tell('agent/ana', { type: 'agent.left' })
  const snoozed = () => {
    const story = shop('ana', 'ben')
    story.limit('ben', 1)
    story.publish({ method: 'round-robin' })
    story.opens('c1')
    story.tell('conversation/c1', { type: 'conversation.snoozed', until: friday + hour })
    return story
  }

  test('goes to another when it wakes, or when its customer or a colleague opens it again', () => {
    for (const fact of [
      { type: 'conversation.woken' },
      { type: 'conversation.reopened' },
      { type: 'conversation.reopened', by: agentNamed('ben') }
    ] as const) {
      const story = snoozed()
      expect(left(story)).toEqual([])
      expect(story.tell('conversation/c1', fact)).toMatchObject([{ to: 'ben', held: { by: 'ana' } }])
    }
    const over = shop('ana', 'ben')
    over.publish({ method: 'round-robin' })
    over.opens('c1')
    over.resolves('c1')
    left(over)
    const reopened = { type: 'conversation.reopened', by: agentNamed('ben') } as const
    expect(over.tell('conversation/c1', reopened)).toMatchObject([{ to: 'ben' }])
  })

  test('stays with them over a snooze as long as they are there', () => {
    const story = snoozed()
    story.set('ana', 'away')
    expect(story.tell('conversation/c1', { type: 'conversation.woken' })).toEqual([])
    expect(story.holderOf('c1')).toBe('ana')
  })

  test('and whoever was to be decided anew still is after a snooze', () => {
    const story = shop('ana', 'ben')
    story.publish({ method: 'round-robin' })
    story.opens('c1')
    story.resolves('c1')
    for (const away of ['ana', 'ben']) story.set(away, 'away')
    expect(story.comesBack('c1')).toEqual([])
    story.tell('conversation/c1', { type: 'conversation.snoozed', until: friday + hour, by: agentNamed('ben') })
    story.set('ben', 'online')
    expect(story.tell('conversation/c1', { type: 'conversation.woken' })).toMatchObject([{ to: 'ben' }])
  })

  test('goes to another where they were an admin, and are none any more', () => {
    const story = shop('ben')
    story.tell('agent/ada', { type: 'agent.joined', name: 'Ada', email: 'ada@x.test', role: 'admin' })
    story.set('ben', 'busy')
    story.publish({ method: 'least-busy' })
    story.opens('c1')
    story.tell('conversation/c1', { type: 'conversation.claimed', by: agentNamed('ada') })
    story.set('ben', 'online')
    expect(story.tell('agent/ada', { type: 'agent.role-changed', role: 'supervisor' })).toMatchObject([{ to: 'ben' }])
    // Who works there keeps what they have.
    story.tell('agent/ben', { type: 'agent.role-changed', role: 'admin' })
    expect(story.tell('agent/ben', { type: 'agent.role-changed', role: 'agent' })).toEqual([])
  })

  test('goes to another when the inbox is routed again, where they left while it was not', () => {
    const story = shop('ana', 'ben')
    story.opens('c1')
    story.tell('conversation/c1', { type: 'conversation.claimed', by: agentNamed('ana') })
    left(story)
    expect(story.holderOf('c1')).toBe('ana')
    expect(story.publish({ method: 'round-robin' })).toMatchObject([{ to: 'ben' }])
  })
})
