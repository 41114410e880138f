import type { TemplateHead } from '../../shared/inboxes/events.ts'
import type { Strategy } from '../../shared/platforms/strategy.ts'
import type { Prepared } from './prepare-file.ts'
import { notAttached, preparing } from './use-attaching.ts'

/** Makes a file ready to stand in a template's heading, or says why it cannot. As what it goes is settled by the template. */
export async function headFile(file: File, kind: TemplateHead, strategy: Strategy): Promise<Prepared> {
  const limit = strategy.heads?.[kind]
  try {
    const { prepareFile } = await preparing()
    return await prepareFile(file, { ...strategy, media: limit ? { [kind]: limit } : {} })
  } catch (error) {
    reportError(error)
    return { problem: notAttached }
  }
}
