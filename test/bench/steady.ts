import { open } from 'node:fs/promises'
import type { Core } from '../../sync-server/core.ts'
import { groups } from '../../sync-server/log/group.ts'
import { customers } from './customers.ts'
import { median, quantile, type Figure } from './figures.ts'

const perSecond = 2000
const warmingUpMs = 2000
/** Longer than from one look of the database's upkeep to the next, so that what it stops is in the figures. */
const forMs = 12_000
const conversations = 500
const eventBytes = 400

/**
 * Commands that come at a steady rate, whether the ones before are done or not: from the mailbox to the ack. Beside them
 * the bare disk at the same rate, in groups as well, for as long: a disk has stalls that two hundred syncs do not meet.
 */
export async function steadily({ actors }: Core, bareFile: string): Promise<Figure[]> {
  const file = await open(bareFile, 'a')
  const all = Array.from({ length: conversations }, () => customers(actors))
  const command = (index: number) => all[index % conversations]!.next()
  const bare = groups<number, void>(
    async group => {
      await file.write('x'.repeat(eventBytes * group.length))
      await file.datasync()
      for (const one of group) one.resolve()
    },
    { mostWaiting: Infinity, mostInOneGroup: 256 }
  )
  await atRate(warmingUpMs, command)
  const took = await atRate(forMs, command)
  const disk = await atRate(forMs, bare.add)
  await file.close()
  const when = `${perSecond} a second`
  const peer = (share: number) => ({ what: 'write + fdatasync', value: quantile(disk, share) })
  return [
    { what: 'durable command, p50', when, unit: 'ms', value: median(took), peer: peer(0.5) },
    { what: 'durable command, p90', when, unit: 'ms', value: quantile(took, 0.9), peer: peer(0.9) },
    { what: 'durable command, p99', when, unit: 'ms', value: quantile(took, 0.99), peer: peer(0.99) }
  ]
}

/** How long each took, in milliseconds. What is late counts from when it was due. */
async function atRate(ms: number, one: (index: number) => Promise<void>): Promise<readonly number[]> {
  const took: number[] = []
  const told: Promise<void>[] = []
  const start = performance.now()
  const dueAt = (sent: number) => start + (sent / perSecond) * 1000
  for (let sent = 0; sent < (perSecond * ms) / 1000;) {
    for (; dueAt(sent) <= performance.now(); sent++) {
      const due = dueAt(sent)
      told.push(one(sent).then(() => void took.push(performance.now() - due)))
    }
    await new Promise(resolve => setImmediate(resolve))
  }
  await Promise.all(told)
  return took
}
