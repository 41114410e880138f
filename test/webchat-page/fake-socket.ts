import * as v from 'valibot'
import { chatUp, type ChatDown, type ChatUp } from '../../shared/protocol/webchat.ts'
import type { Socket } from '../../web/webchat/connection.ts'

/** The page's end of a socket whose other end is the test. Everything the page sends must be a frame of the protocol. */
export class FakeSocket extends EventTarget implements Socket {
  readonly sent: ChatUp[] = []
  closed = false

  send(data: Parameters<Socket['send']>[0]): void {
    if (typeof data !== 'string') throw new Error('the page speaks text')
    this.sent.push(v.parse(chatUp, JSON.parse(data)))
  }

  close(): void {
    this.closed = true
  }

  opened(): void {
    this.dispatchEvent(new Event('open'))
  }

  says(frame: ChatDown): void {
    this.saysText(JSON.stringify(frame))
  }

  saysText(data: string): void {
    this.dispatchEvent(new MessageEvent('message', { data }))
  }

  cut(): void {
    this.dispatchEvent(new Event('close'))
  }
}
