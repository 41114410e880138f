import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const imports = /(?:^|[;}\n])\s*(?:import|export)\b[^;"'`()]*["'`]\.\/([^"'`]+\.js)["'`]/g

/** Packages that load each other at once, the first of them once more at the end. `undefined`: there is no such circle. */
export function circleIn(dist) {
  const folder = join(dist, '_astro')
  const files = readdirSync(folder).filter(file => file.endsWith('.js'))
  const next = new Map(
    files.map(file => [file, [...readFileSync(join(folder, file), 'utf8').matchAll(imports)].map(match => match[1])])
  )
  const clear = new Set()
  const walk = (file, path) => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file]
    if (clear.has(file)) return undefined
    for (const other of next.get(file) ?? []) {
      const circle = walk(other, [...path, file])
      if (circle) return circle
    }
    clear.add(file)
    return undefined
  }
  return files.map(file => walk(file, [])).find(circle => circle !== undefined)
}

/**
 * The build fails when the bundler has merged modules that know nothing of each other into packages that do: then what
 * one of them makes when it is loaded may be read before it is there, and the page stays empty.
 */
export function circleGate() {
  const check = ({ dir }) => {
    const circle = circleIn(fileURLToPath(dir))
    if (circle)
      throw new Error(`Packages load each other: ${circle.join(' → ')}. See codeSplitting in astro.config.mjs.`)
  }
  return { name: 'circle-gate', hooks: { 'astro:build:done': check } }
}
