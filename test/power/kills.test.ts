// @module-tag long
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { lockDirectory } from '../../sync-server/db/lock.ts'
import { openDatabase } from '../../sync-server/db/open.ts'
import { noColdDays } from '../../sync-server/log/cold.ts'
import { since } from '../../sync-server/log/since.ts'
import { openKeyring } from '../../sync-server/sealing/keyring.ts'
import { masterKeyOf } from '../../sync-server/sealing/master-key.ts'
import { faultsOf } from '../log/chain.ts'
import { sampleAgent } from '../server/agent.ts'
import { freePort, launch, startServer } from '../support/server.ts'
import { chance } from './chance.ts'
import { callUntilItDies, device } from './load.ts'

/** Set by `npm run test:kill`; without it a short sample. */
const { COUNT, SEED = '1' } = process.env
const kills = Number(COUNT ?? 3)
const auditEvery = COUNT === undefined ? 2 : 5
const births = COUNT === undefined ? 1 : Math.ceil(kills / 5)
const report = (line: string) => COUNT !== undefined && console.log(line)
const patience = { timeout: 120_000 + kills * 30_000 }

/** Opens what a killed server left, without a server, and reads all of it. */
async function audit(dataDir: string, acknowledged: readonly ReadonlySet<string>[]): Promise<number> {
  const release = lockDirectory(dataDir)
  const sql = await openDatabase(dataDir)
  expect(await faultsOf(sql, 'demo')).toEqual([])
  const keyring = openKeyring(sql, await masterKeyOf(dataDir, sql))
  const events = await since(sql, noColdDays, keyring.log, 'demo', 0, 10_000_000)
  // The key under every message is on the disk before the message is.
  expect(events.filter(({ fact }) => JSON.stringify(fact).includes('"kind":"erased"'))).toEqual([])
  await sql.close()
  release()
  const times = Map.groupBy(events, ({ fact }) => fact.cause)
  // A command may make several things true, each once.
  const doubled = [...times].filter(([, facts]) => new Set(facts.map(({ fact }) => fact.type)).size < facts.length)
  expect(doubled).toEqual([])
  const lost = acknowledged.flatMap(known => [...known]).filter(cause => !times.has(cause))
  expect(lost).toEqual([])
  return events.length
}

test('whatever was acknowledged outlives a SIGKILL under load, once, again and again', patience, async () => {
  const fate = chance(Number(SEED))
  const server = await startServer({ template: null })
  const devices = [device('agent1@demo.test'), device('agent2@demo.test')]
  const called = new Set<string>()
  const acknowledged = [called, ...devices.map(one => one.acknowledged)]
  const restartsMs: number[] = []
  let events = 0
  for (let kill = 1; kill <= kills; kill++) {
    const load = [
      ...devices.map(one => one.pushUntilItDies(server)),
      ...[1, 2, 3].map(() => callUntilItDies(server, called))
    ]
    const ended = Promise.all(load)
    const before = acknowledged.map(known => known.size)
    const isUnderLoad = () => acknowledged.every((known, index) => known.size > before[index]!)
    while (!isUnderLoad()) await Promise.race([ended, pause(5)])
    await pause(fate.below(400))
    await server.kill('SIGKILL')
    await ended
    if (kill % auditEvery === 0 || kill === kills) events = await audit(server.dataDir, acknowledged)
    const since = performance.now()
    await server.restart()
    restartsMs.push(Math.round(performance.now() - since))
    report(`${kill} kills, ${events} events, up again after ${restartsMs.at(-1)} ms`)
  }
  await server.stop()
  const restarts = restartsMs.toSorted((a, b) => a - b)
  report(`${kills} kills, ${events} events; up again after ${restarts[kills >> 1]} ms, at most ${restarts.at(-1)} ms`)
  expect(Math.min(...acknowledged.map(known => known.size))).toBeGreaterThanOrEqual(kills)
})

test('a first start that is killed at any moment is begun again, and comes to the same', patience, async () => {
  const fate = chance(Number(SEED))
  for (let birth = 0; birth < births; birth++) {
    const dataDir = mkdtempSync(join(tmpdir(), 'daybook-birth-'))
    const port = await freePort()
    for (let kill = 0; kill < 2; kill++) {
      const child = launch({ dataDir, port })
      const ended = new Promise(resolve => child.once('exit', resolve))
      await pause(300 + fate.below(4000))
      child.kill('SIGKILL')
      await ended
    }
    const server = await startServer({ dataDir, port, template: null })
    const ada = await sampleAgent(server.url)
    await ada.until(({ frames }) => frames.some(frame => frame.type === 'snapshot' && frame.last), 'the snapshot')
    const streams = ada.frames.flatMap(frame => (frame.type === 'snapshot' ? frame.streams : []))
    expect(streams.filter(one => one.stream.startsWith('conversation/')).length).toBeGreaterThanOrEqual(30)
    await server.stop()
    await audit(dataDir, [])
    rmSync(dataDir, { recursive: true })
  }
})
