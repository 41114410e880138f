import { spawnSync } from 'node:child_process'
import { existsSync, lstatSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { inRoot, root } from './root.mjs'

const lock = inRoot('package-lock.json')
const stamp = inRoot('node_modules', '.daybook-installed')
/** npm writes this last, so an installation that broke off has none. */
const npmsOwn = inRoot('node_modules', '.package-lock.json')

function isFresh(wanted) {
  if (!existsSync(npmsOwn)) return false
  if (existsSync(stamp)) return readFileSync(stamp, 'utf8') === wanted
  return statSync(npmsOwn).mtimeMs >= statSync(lock).mtimeMs
}

/** Installs what the lockfile says, if that is not what is here. What npm prints goes to stderr: stdout belongs to the command. */
export function installed() {
  const wanted = createHash('sha256').update(readFileSync(lock)).digest('hex')
  if (!isFresh(wanted)) {
    if (process.platform === 'win32' && process.execPath.startsWith(inRoot('node_modules'))) {
      throw new Error(
        'The dependencies changed and Windows cannot replace a running Node: run `npm ci` once, then this again.'
      )
    }
    if (lstatSync(inRoot('node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
      throw new Error('node_modules is a link, and `npm ci` would empty the folder it leads to: remove the link first.')
    }
    console.error('Installing dependencies …')
    // Packages that want a newer Node than the host's run on the one being installed, so npm's warning would mislead.
    const npm = spawnSync('npm ci --loglevel=error', { cwd: root, shell: true, stdio: ['ignore', 2, 2] })
    if (npm.status !== 0) throw new Error('`npm ci` failed; its reasons are above.')
  }
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) writeFileSync(stamp, wanted)
}
