import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run, tool } from './own-node.mjs'
import { inRoot } from './root.mjs'

const sources = ['web', 'shared', 'public', 'astro.config.mjs', 'tsconfig.json', 'package-lock.json']
/** Astro empties dist/ before it builds, so a build that broke off leaves no stamp. */
const stamp = inRoot('dist', '.built-from')

function filesOf(source) {
  const path = inRoot(source)
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath ?? entry.path, entry.name))
    .sort()
}

function digest() {
  const hash = createHash('sha256')
  for (const file of sources.flatMap(filesOf)) hash.update(file).update(readFileSync(file))
  return hash.digest('hex')
}

/** Builds the pages when their sources are not those of the last build. Resolves with an exit code. */
export async function built({ always = false } = {}) {
  const wanted = digest()
  if (!always && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return 0
  console.error('Building the pages …')
  let said = ''
  const code = await run([tool('astro'), 'build'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    heard: chunk => (said += chunk)
  })
  if (code === 0) writeFileSync(stamp, wanted)
  if (code !== 0 || always) console.error(said.trim())
  return code
}
