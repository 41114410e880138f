import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { Misconfigured, type Config } from '../config.ts'
import { openCore, type Core } from '../core.ts'
import { DirectoryRefused, lockDirectory } from '../db/lock.ts'
import { openStore } from '../db/open.ts'
import { playedHere } from '../sample/vendor-accounts.ts'
import type { Word } from './jobs/job.ts'
import { runJob, type JobName } from './jobs/jobs.ts'
import { linesOf } from './lines.ts'
import { readNote, type OperatorNote } from './operator-file.ts'
import type { Frame } from './operator-frame.ts'
import { Refused } from './refused.ts'

/** Where the data are: here, or in the server that has them open. */
export type Reached = {
  ask(name: JobName, input: unknown): AsyncIterable<Word<unknown>>
  close(): Promise<void>
}

/** The operator's way to the data: straight to it, or through the server that has it open. */
export async function reach(config: Config): Promise<Reached> {
  demandData(config)
  try {
    const { core, close } = await openHere(config)
    return { ask: (name, input) => runJob(core, name, input), close }
  } catch (error) {
    if (!(error instanceof DirectoryRefused) || error.reason !== 'in-use') throw error
    const note = readNote(config.dataDir)
    if (!note) throw new Misconfigured(`${error.message} It does not answer yet, or belongs to another account.`)
    return { ask: (name, input) => overHttp(note, name, input), close: () => Promise.resolve() }
  }
}

/** For what cannot be done beside a running server. `beginning`: also where there are no data yet. */
export async function reachAlone(
  config: Config,
  { beginning = false } = {}
): Promise<{ readonly core: Core; close(): Promise<void> }> {
  if (!beginning) demandData(config)
  return openHere(config).catch(stopItFirst)
}

/** Says what to do about a server that has the data open; what else went wrong is thrown on. */
export function stopItFirst(error: unknown): never {
  if (!(error instanceof DirectoryRefused) || error.reason !== 'in-use') throw error
  throw new Refused(`${error.message} Stop it first: this command needs the data for itself.`)
}

/** @throws Misconfigured where there are none. */
export function demandData({ dataDir, databaseUrl }: Config): void {
  if (databaseUrl !== undefined || existsSync(join(dataDir, 'db'))) return
  throw new Misconfigured(`${dataDir} holds no Daybook data. Set DATA_DIR, or start the server once.`)
}

async function openHere(config: Config): Promise<{ readonly core: Core; close(): Promise<void> }> {
  const release = lockDirectory(config.dataDir)
  try {
    const core = await openStoredCore(config)
    return {
      core,
      async close() {
        await core.close()
        release()
      }
    }
  } catch (error) {
    release()
    throw error
  }
}

async function openStoredCore(config: Config): Promise<Core> {
  const sql = await openStore(config)
  try {
    const core = await openCore(sql, pino({ level: 'silent' }), config)
    // Nobody plays the sample's vendors now: they are not reached, and the real ones are not asked for them.
    return { ...core, secrets: playedHere(core.secrets, config, { origin: `http://127.0.0.1:${config.port}` }) }
  } catch (error) {
    await sql.close()
    throw error
  }
}

async function* overHttp({ url, token }: OperatorNote, name: JobName, input: unknown): AsyncGenerator<Word<unknown>> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const answer = await fetch(`${url}/operator/${name}`, { method: 'POST', body: JSON.stringify(input), headers })
  if (!answer.ok || !answer.body) throw new Error(`the server answered ${answer.status}`)
  for await (const line of linesOf(answer.body.pipeThrough(new TextDecoderStream()))) {
    const frame = JSON.parse(line) as Frame
    if ('end' in frame) return
    if ('refused' in frame) throw new Refused(frame.refused)
    if ('fault' in frame) throw new Error(frame.fault)
    yield frame
  }
  throw new Error('the server broke off in the middle')
}
