import type { Logger } from 'pino'
import { lanes, type Worked } from '../platforms/lanes.ts'
import { fetchFile, keepEnd, type FetchParts } from './fetch-file.ts'
import type { FileJob } from './names.ts'

/*
 *   a message names a file ──► media_file ──► asked for at its platform   ← a crash here asks once more
 *                                               │ file on disk, under the hash of its bytes
 *                                               │ row: this conversation has it
 *                                               │ conversation.file-kept, or file-lost: every device learns it
 *                                               ▼
 *                                             row told
 *
 * The message itself waits for none of this.
 */

export type FetchingParts = FetchParts & {
  readonly logger: Logger
  readonly now?: () => number
  /** How long is waited before another try, by how many there were. Milliseconds. */
  readonly waitMs?: (tries: number) => number
}

export type Fetching = { stop(): Promise<void> }

const filesAtOnce = 4
const timeOutMs = 120_000
/** By then every platform's own address of it has ended, or something is wrong that an admin sees elsewhere. */
const giveUpAfterMs = 24 * 3_600_000

/** Fetches what messages name, after the messages are here: a file that cannot be had costs nothing but itself. */
export async function startFetching(parts: FetchingParts): Promise<Fetching> {
  const { follow, files } = parts
  const stopping = new AbortController()
  const tries = new Map<string, number>()
  const lines = lanes<FileJob>(keyOf, filesAtOnce, job => work(parts, job, tries, stopping.signal))
  for (const job of await files.rows.toFetch()) lines.add(job)
  const follower = follow.follower('media', async batch => {
    for (const job of await files.rows.note(batch)) lines.add(job)
  })
  return {
    async stop() {
      await follower.stop()
      stopping.abort()
      await lines.stop()
    }
  }
}

const keyOf = ({ tenant, conversation, message, edit, item }: FileJob) =>
  JSON.stringify([tenant, conversation, message, edit, item])

async function work(
  parts: FetchingParts,
  job: FileJob,
  tries: Map<string, number>,
  stopping: AbortSignal
): Promise<Worked> {
  const { logger, now = Date.now, waitMs = usualWaitMs } = parts
  try {
    const found = await fetchFile(parts, job, AbortSignal.any([AbortSignal.timeout(timeOutMs), stopping]))
    const isOver = found.result === 'later' && now() - job.since > giveUpAfterMs
    if (found.result !== 'later' || isOver) {
      await keepEnd(parts, job, found.result === 'later' ? { result: 'lost', why: 'unreachable' } : found, now())
      tries.delete(keyOf(job))
      return 'done'
    }
  } catch (error) {
    // Never an address or a message: some have the platform's token in them.
    const fault = error instanceof Error ? error.name : 'unknown'
    if (!stopping.aborted) logger.warn({ message: job.message, fault }, 'a file could not be fetched yet')
  }
  const before = tries.get(keyOf(job)) ?? 0
  tries.set(keyOf(job), before + 1)
  return { againAfterMs: waitMs(before) }
}

function usualWaitMs(tries: number): number {
  return Math.min(2000 * 2 ** tries, 600_000)
}
