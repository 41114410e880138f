import type { Logger } from 'pino'
import { dayMs } from '../../shared/kernel/day.ts'
import { keepDays } from '../days/keep-days.ts'
import type { Streams } from '../log/read.ts'
import type { Files } from './files.ts'
import type { LooseFile } from './loose.ts'

export type ClearingParts = {
  readonly files: Files
  readonly streams: Pick<Streams, 'all'>
  readonly logger: Logger
  /** Told of each that was cleared away. */
  count(): void
}

/**
 * A device brings a file just before the reply that names it. One that was cut off between the two may stay in a tunnel
 * for weeks: what comes even later has its file on the device still, and is put back there.
 */
export const looseForMs = 30 * dayMs
/** Nobody goes on bringing one file for so long. */
const comingForMs = dayMs
const atOnce = 100
/** So many in a row are the place, and not the files. */
const mostFailures = 10

/** Clears away what was brought and never sent: every hour, and at the start. */
export function startClearing(parts: ClearingParts): { stop(): Promise<void> } {
  const report = (error: unknown) => parts.logger.error({ err: error }, 'what was never sent could not be cleared away')
  return keepDays(() => clearLoose(parts, Date.now()), report)
}

/** @throws the last of too many failures */
export async function clearLoose({ files, streams, logger, count }: ClearingParts, now: number): Promise<void> {
  await files.store.clearComing(now - comingForMs)
  const isNamed = async ({ tenant, conversation, file }: LooseFile) => {
    const events = await streams.all(tenant, `conversation/${conversation}`)
    return events.some(({ fact }) => JSON.stringify(fact).includes(file))
  }
  const before = now - looseForMs
  let [cleared, failures]: [number, number] = [0, 0]
  for (let last: LooseFile | undefined; ;) {
    const found = await files.loose.unwantedSince(before, last, atOnce)
    for (const one of found) {
      try {
        if (!(await files.loose.clear(one, before, { isNamed, remove: files.store.remove }))) continue
        cleared += 1
        count()
      } catch (error) {
        failures += 1
        if (failures >= mostFailures) throw error
        logger.warn({ err: error }, 'a file that was never sent could not be cleared away')
      }
    }
    last = found.at(-1)
    if (!last) break
  }
  if (cleared > 0) logger.info({ cleared }, 'files that were never sent were cleared away')
}
