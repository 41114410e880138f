import { readConfig } from '../../sync-server/config.ts'
import { reach } from '../../sync-server/cli/reach.ts'
import type { Event } from '../../shared/kernel/message.ts'

export type Exported = Event & { readonly tenant: string; readonly day: string }

/** Every event of a workspace, by the operator's way in: through the server that has it open, or straight to the data. */
export async function exported(
  dataDir: string,
  { tenant = 'demo', env = {} }: { tenant?: string; env?: Readonly<Record<string, string>> } = {}
): Promise<Exported[]> {
  const reached = await reach(readConfig({ ...env, DATA_DIR: dataDir }, []))
  let lines = ''
  try {
    for await (const word of reached.ask('export', { tenant })) if ('item' in word) lines += String(word.item)
  } finally {
    await reached.close()
  }
  return lines
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Exported)
}
