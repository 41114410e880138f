import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Event } from '../../shared/kernel/message.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))

export type Exported = Event & { readonly tenant: string; readonly day: string }

/** Every event of a workspace, as the operator's command line writes it. */
export async function exported(
  dataDir: string,
  { tenant = 'demo', env = {} }: { tenant?: string; env?: Readonly<Record<string, string>> } = {}
): Promise<Exported[]> {
  const { stdout } = await run(process.execPath, ['sync-server/cli/daybook.ts', 'export', '--tenant', tenant], {
    cwd: root,
    env: { ...process.env, DATA_DIR: dataDir, ...env },
    maxBuffer: 256 * 1024 * 1024
  })
  return stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Exported)
}
