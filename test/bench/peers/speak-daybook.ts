import { randomUUID } from 'node:crypto'
import { streamKey } from '../../../shared/kernel/message.ts'
import type { DownFrame } from '../../../shared/protocol/down.ts'
import { mostPushed, protocolVersion } from '../../../shared/protocol/version.ts'
import type { Dialect, Speaker } from './speaker.ts'
import { eventBytes } from './tally.ts'

/** A noted fact without its words: its type, when, by whom, and the command that caused it. */
const aroundWords = 150

/** An agent's device: it says notes on the conversations it was told of, each in turn. `conversations` is learned from the first. */
export function speakDaybook(url: string, cookie: string, conversations: string[]): Dialect {
  const headers = { cookie, origin: url }
  return {
    path: '/sync',
    headers,
    words: eventBytes - aroundWords,
    mostTogether: mostPushed,
    sign: { frame: '{"type":"ping"}', everyMs: 15_000 },
    speaker: held => speaker(held, conversations)
  }
}

function speaker(
  held: Parameters<Dialect['speaker']>[0],
  conversations: string[],
  client: string = randomUUID()
): Speaker {
  const back = held && 'seq' in held ? held : null
  const learns = conversations.length === 0
  let [parts, isReady, n] = [0, false, 0]
  let incarnation = ''
  let cursor = back
  return {
    hello: () => {
      const cursor = back && { incarnation: back.text, seq: back.seq }
      return [JSON.stringify({ type: 'hello', protocol: protocolVersion, client, cursor })]
    },
    hear(payload) {
      const frame = JSON.parse(payload.toString()) as DownFrame
      if (frame.type === 'welcome') {
        incarnation = frame.incarnation
        if (back?.text === incarnation && back.seq === frame.head) isReady = true
      } else if (frame.type === 'snapshot') {
        parts += 1
        if (learns) {
          const streams = frame.streams.map(one => one.stream).filter(one => one.startsWith('conversation/'))
          conversations.push(...streams.map(one => streamKey(one)))
        }
        cursor = { seq: frame.seq, text: incarnation }
        isReady = frame.last
      } else if (frame.type === 'events') {
        cursor = { seq: frame.to, text: incarnation }
        isReady ||= back !== null
      } else throw new Error(`the server said ${payload.toString()}`)
      return []
    },
    get isUsable() {
      return parts > 0 || isReady
    },
    get isReady() {
      return isReady
    },
    get held() {
      return cursor
    },
    again: () => speaker(cursor, conversations, client),
    say(texts) {
      const items = texts.map(text => {
        const conversation = conversations[(n + said++) % conversations.length]
        const command = { type: 'conversation.note', id: randomUUID(), at: Date.now(), conversation, text }
        return { n: ++n, after: null, command }
      })
      return JSON.stringify({ type: 'push', items })
    }
  }
}

/** So that neighbours do not write to the same conversation. */
let said = 0
