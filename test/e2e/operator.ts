import { reach } from '../../sync-server/cli/reach.ts'
import { readConfig } from '../../sync-server/config.ts'
import type { Event } from '../../shared/kernel/message.ts'

export type Exported = Event & { readonly tenant: string; readonly day: string }

/** Every event of a workspace, by the operator's way in: through the server that has it open, or straight to the data. */
export async function exported(
  dataDir: string,
  { tenant = 'demo', env = {} }: { tenant?: string; env?: Readonly<Record<string, string>> } = {}
): Promise<Exported[]> {
  return (await exportedText({ ...env, DATA_DIR: dataDir }, tenant))
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Exported)
}

/** As the command line prints it, without a process of its own to do so. */
export async function exportedText(env: Readonly<Record<string, string>>, tenant = 'demo'): Promise<string> {
  const reached = await reach(readConfig(env, []))
  let text = ''
  try {
    for await (const word of reached.ask('export', { tenant })) if ('item' in word) text += String(word.item)
  } finally {
    await reached.close()
  }
  return text
}
