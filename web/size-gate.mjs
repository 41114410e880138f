import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

/** Kilobytes, gzip, that an agent's phone must load before its first screen. */
const limits = { JavaScript: 95, CSS: 15 }

const all = (text, pattern) => [...text.matchAll(pattern)].map(match => match[1])

/** The modules that `entries` load at once: static imports, and theirs. A dynamic import waits its turn and does not count. */
export function closure(dist, entries) {
  const seen = new Set()
  const visit = file => {
    if (seen.has(file)) return
    seen.add(file)
    const code = readFileSync(file, 'utf8')
    for (const next of all(code, /(?:^|[;}\n])\s*(?:import|export)\b[^;"'()]*["']([^"']+\.m?js)["']/g)) {
      visit(next.startsWith('/') ? join(dist, next) : join(dirname(file), next))
    }
  }
  entries.forEach(entry => visit(join(dist, entry)))
  return [...seen]
}

export function firstLoad(dist) {
  const page = readFileSync(join(dist, 'index.html'), 'utf8')
  const kilobytes = files => files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0) / 1024
  const scripts = all(page, /<(?:script|link)[^>]+(?:src|href)="?([^"\s>]+\.m?js)"?/g)
  const styles = all(page, /<link[^>]+href="?([^"\s>]+\.css)"?/g)
  return { JavaScript: kilobytes(closure(dist, scripts)), CSS: kilobytes(styles.map(style => join(dist, style))) }
}

/** The build fails when the first screen outgrows its budget. */
export function sizeGate() {
  const check = ({ dir, logger }) => {
    const sizes = firstLoad(fileURLToPath(dir))
    if (sizes.JavaScript === 0) throw new Error('index.html loads no JavaScript: the size gate has nothing to weigh.')
    for (const [kind, limit] of Object.entries(limits)) {
      const said = `The first screen loads ${sizes[kind].toFixed(1)} KB of ${kind} (gzip); its budget is ${limit} KB.`
      if (sizes[kind] > limit) throw new Error(`${said} Load the new part lazily, or make it smaller.`)
      logger.info(said)
    }
  }
  return { name: 'size-gate', hooks: { 'astro:build:done': check } }
}
