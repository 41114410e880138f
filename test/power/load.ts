import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { sampleAgent } from '../server/agent.ts'
import type { RunningServer } from '../support/server.ts'
import { command } from '../sync/client.ts'
import { change, hook, sheena, signed, text } from '../platforms/payloads.ts'

/** An agent's device that outlives the server: it pushes again what was not acknowledged, as the app does. */
export type Device = {
  readonly acknowledged: ReadonlySet<string>
  pushUntilItDies(server: RunningServer): Promise<void>
}

const mostOnTheWay = 20
/** A first snapshot may take its time on a busy machine. */
const patienceMs = 60_000

export function device(email: string): Device {
  const client = randomUUID()
  const acknowledged = new Set<string>()
  const outbox = new Map<number, ReturnType<typeof command>>()
  let acked = 0
  return {
    acknowledged,
    async pushUntilItDies(server) {
      const socket = await sampleAgent(server.url, email, { client })
      const { acked: judged } = await socket.next('welcome')
      if (judged < acked) throw new Error(`the server has judged ${judged} commands of the ${acked} it acknowledged`)
      const giveUpAt = Date.now() + patienceMs
      while (!socket.events.some(isOfConversation)) {
        if (socket.isClosed || Date.now() > giveUpAt) throw new Error('the snapshot never came')
        await pause(20)
      }
      const conversation = socket.events.find(isOfConversation)?.stream.split('/')[1]
      let [pushed, read] = [acked, 0]
      while (!socket.isClosed) {
        for (const frame of socket.frames.slice(read)) {
          if (frame.type !== 'acks') continue
          for (const { n, command: id, refusal } of frame.acks) {
            if (refusal || id === null || id !== outbox.get(n)?.id)
              throw new Error(`${n} was answered ${JSON.stringify({ id, refusal })}`)
            acknowledged.add(id)
            acked = Math.max(acked, n)
          }
        }
        read = socket.frames.length
        for (; pushed < acked + mostOnTheWay; pushed++) {
          const n = pushed + 1
          const kept = outbox.get(n) ?? command({ type: 'conversation.note', conversation, text: `note ${n}` })
          outbox.set(n, kept)
          socket.say({ type: 'push', items: [{ n, after: null, command: kept }] })
        }
        await pause(2)
      }
    }
  }
}

/** A platform that calls until nobody answers any more, and notes what was answered with 200. */
export async function callUntilItDies(server: RunningServer, acknowledged: Set<string>): Promise<void> {
  for (;;) {
    const id = randomUUID()
    const message = text(id, `message ${id}`, Math.floor(Date.now() / 1000))
    const letter = signed(hook(change({ contacts: [sheena], messages: [message] })))
    const answer = await fetch(`${server.url}/hooks/whatsapp/demo-whatsapp`, letter).catch(() => null)
    if (answer === null) return
    if (answer.status !== 200) throw new Error(`a webhook was answered ${answer.status}`)
    acknowledged.add(`whatsapp:wamid.${id}`)
  }
}

function isOfConversation({ stream }: { readonly stream: string }): boolean {
  return stream.startsWith('conversation/')
}
