import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const servers = fileURLToPath(new URL('servers', import.meta.url))
const cache = fileURLToPath(new URL('../../../node_modules/.cache/bench-peers', import.meta.url))
const patienceMs = 600_000

/** Installs what is compared, once, beside the product's packages and not among them; answers where. Their install scripts are not run. */
export async function installPeers(): Promise<string> {
  const files = readdirSync(servers).toSorted()
  const hash = createHash('sha256')
  for (const file of files) hash.update(readFileSync(join(servers, file)))
  const place = join(cache, hash.digest('hex').slice(0, 12))
  if (existsSync(join(place, 'complete'))) return place
  const made = `${place}.new`
  rmSync(made, { recursive: true, force: true })
  mkdirSync(made, { recursive: true })
  cpSync(servers, made, { recursive: true })
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  await promisify(execFile)(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: made,
    timeout: patienceMs,
    shell: process.platform === 'win32',
    env: { ...process.env, NODE_OPTIONS: '' }
  })
  writeFileSync(join(made, 'complete'), '')
  rmSync(place, { recursive: true, force: true })
  renameSync(made, place)
  return place
}
