import { closeSync, existsSync, fdatasyncSync, openSync, readFileSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { graded, type Finding } from './finding.ts'

const mega = 1024 * 1024

export function* runtimeFindings(): Generator<Finding> {
  yield { about: 'daybook', state: 'ok', found: `${ownVersion()}, zstd ${process.versions['zstd'] ?? 'missing'}` }
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const recent = major > 22 || (major === 22 && minor >= 15)
  yield recent
    ? { about: 'node', state: 'ok', found: process.version }
    : { about: 'node', state: 'bad', found: process.version, advice: 'run it with npm, which brings its own Node' }
  const year = new Date().getUTCFullYear()
  yield year >= 2026 && year < 2100
    ? { about: 'clock', state: 'ok', found: new Date().toISOString() }
    : {
        about: 'clock',
        state: 'bad',
        found: new Date().toISOString(),
        advice: 'set the clock: events are kept by its day'
      }
}

/** An app that is half set signs nobody in, and nobody is told so where they would look for it. */
export function* signInFindings(missing: readonly string[]): Generator<Finding> {
  for (const name of missing) {
    const advice = `set ${name} as well, or neither half: until then nobody can sign in to a mailbox with it`
    yield { about: 'sign-in', state: 'warning', found: `${name} is missing`, advice }
  }
}

function ownVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

export function* diskFindings(dataDir: string): Generator<Finding> {
  const place = nearest(dataDir)
  const { bavail, bsize } = statfsSync(place)
  const free = bavail * bsize
  // Below 64 MB nothing is written any more.
  yield graded('disk space', -free, {
    warning: -1024 * mega,
    bad: -128 * mega,
    found: `${Math.floor(free / mega)} MB free in ${place}`,
    advice: 'make room: with less than 64 MB nothing is written any more'
  })
  yield diskSpeed(place)
}

const syncs = 20

/** A commit waits for one of these. */
function diskSpeed(place: string): Finding {
  const path = join(place, `.doctor-${process.pid}`)
  try {
    const file = openSync(path, 'w', 0o600)
    const tookMs: number[] = []
    for (let i = 0; i < syncs; i++) {
      const began = performance.now()
      writeSync(file, Buffer.alloc(4096))
      fdatasyncSync(file)
      tookMs.push(performance.now() - began)
    }
    closeSync(file)
    const median = tookMs.sort((a, b) => a - b)[syncs / 2] ?? 0
    const found = `${median.toFixed(2)} ms to sync 4 KiB (median of ${syncs})`
    return graded('disk speed', median, {
      warning: 20,
      bad: 200,
      found,
      advice: 'use a faster disk: every message waits for it'
    })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const advice = code === 'ENOSPC' ? 'make room' : 'give this account the right to write there'
    return { about: 'disk speed', state: 'bad', found: message, advice }
  } finally {
    rmSync(path, { force: true })
  }
}

function nearest(path: string): string {
  return existsSync(path) ? path : nearest(dirname(path))
}
