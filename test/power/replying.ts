import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { sampleAgent } from '../server/agent.ts'
import type { RunningServer } from '../support/server.ts'
import { command, type Client } from '../sync/client.ts'

/** A customer's conversation that can be answered. */
export type Talk = { readonly conversation: string; readonly customer: string; readonly seen: string }

/** An agent's device that replies, and pushes again what a server that died has not acknowledged. */
export function replyingDevice(talks: readonly Talk[]) {
  const client = randomUUID()
  const replies: ReturnType<typeof command>[] = []
  let acked = 0

  /** Writes so many more, and pushes all that are not judged, until the server has judged them or is dead. `null`: it was dead before. */
  async function reply(server: RunningServer, more: number): Promise<Client | null> {
    for (let n = 0; n < more; n++) {
      const { conversation, seen } = talks[replies.length % talks.length]!
      const content = { kind: 'text', text: `reply ${replies.length}` }
      replies.push(command({ type: 'conversation.reply', conversation, content, seen }))
    }
    const socket = await sampleAgent(server.url, 'agent1@demo.test', { client }).catch(() => null)
    const welcome = await socket?.next('welcome')
    if (!socket || !welcome) return null
    const { acked: judged } = welcome
    if (judged < acked) throw new Error(`the server has judged ${judged} replies of the ${acked} it acknowledged`)
    acked = judged
    let [pushed, read] = [acked, 0]
    while (acked < replies.length && !socket.isClosed) {
      for (const frame of socket.frames.slice(read)) {
        if (frame.type !== 'acks') continue
        for (const { n, refusal } of frame.acks) {
          if (refusal) throw new Error(`reply ${n} was refused: ${JSON.stringify(refusal)}`)
          acked = Math.max(acked, n)
        }
      }
      read = socket.frames.length
      const next = replies.slice(pushed, acked + mostOnTheWay)
      if (next.length > 0) {
        socket.say({ type: 'push', items: next.map((one, i) => ({ n: pushed + i + 1, after: null, command: one })) })
        pushed += next.length
      }
      await pause(2)
    }
    return socket
  }
  return {
    reply,
    messages: () => replies.map(one => one.id),
    customerOf: (message: string) => talks[replies.findIndex(one => one.id === message) % talks.length]!.customer
  }
}

const mostOnTheWay = 20
