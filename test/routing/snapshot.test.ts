import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Event } from '../../shared/kernel/message.ts'
import { streamKey, streamKind } from '../../shared/kernel/message.ts'
import { conversationDecider } from '../../shared/conversations/decide.ts'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import { advance } from '../../shared/routing/advance.ts'
import { emptyPicture, type Picture } from '../../shared/routing/picture.ts'
import { forgetResolved, recall } from '../../shared/routing/recall.ts'
import { pictureOf, snapshotOf, type Snapshot } from '../../shared/routing/snapshot.ts'
import { begin, happen, histories } from './histories.ts'
import { Story } from './story.ts'

const { initial, evolve } = conversationDecider
let kept = 0
let recalled = 0

/** Ends and begins again: through text, without who was resolved. */
function again(picture: Picture): Picture {
  kept++
  forgetResolved(picture)
  return pictureOf(JSON.parse(JSON.stringify(snapshotOf(picture))) as Snapshot)
}

function inOrder(picture: Picture): Snapshot {
  const { conversations, ...rest } = snapshotOf(picture)
  return { ...rest, conversations: conversations.toSorted((a, b) => (a.id < b.id ? -1 : 1)) }
}

function recallFor(picture: Picture, { stream }: Event, before: readonly Event[]): void {
  if (streamKind(stream) !== 'conversation' || picture.conversations.has(streamKey(stream))) return
  const facts = before.filter(one => one.stream === stream).map(one => one.fact as ConversationFact)
  if (facts.length > 0) recalled++
  recall(picture, streamKey(stream), facts.reduce(evolve, initial))
}

test('a picture that is kept and read again anywhere in a history goes on as if nothing had been', () => {
  fc.assert(
    fc.property(histories, fc.integer({ min: 1, max: 9 }), (history, every) => {
      const story = new Story()
      begin(story)
      for (const one of history) happen(story, one)
      let other = emptyPicture()
      const made = story.events.flatMap((event, index) => {
        if (index % every === 0) other = again(other)
        recallFor(other, event, story.events.slice(0, index))
        return advance(other, event)
      })
      const whole = emptyPicture()
      expect(made).toEqual(story.events.flatMap(event => advance(whole, event)))
      expect(inOrder(other)).toEqual(inOrder(whole))
    }),
    { numRuns: 300, seed: 9 }
  )
  expect(kept).toBeGreaterThan(1000)
  expect(recalled).toBeGreaterThan(50)
})
