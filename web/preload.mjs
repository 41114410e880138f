import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { closure } from './size-gate.mjs'

const entry = /<script type="module" src="([^"]+)"><\/script>/

const stylesheet = /<link rel="stylesheet" href="([^"]+)">/g

/**
 * Names in a page all modules that it loads at once: a browser else finds them one behind the other. The styles of later
 * parts, which the framework names there too, go from it: they come with their parts, which name them.
 */
export function preloadModules(dist) {
  for (const page of readdirSync(dist).filter(file => file.endsWith('.html'))) {
    const text = readFileSync(join(dist, page), 'utf8')
    const first = entry.exec(text)?.[1]
    if (first === undefined) continue
    const needed = closure(dist, [first]).map(file => `/${relative(dist, file).replaceAll('\\', '/')}`)
    const links = needed.filter(file => file !== first).map(file => `<link rel="modulepreload" href="${file}">`)
    const code = needed.map(file => readFileSync(join(dist, file), 'utf8')).join('\n')
    const own = text.replace(stylesheet, (link, file) => (code.includes(file.slice(1)) ? '' : link))
    writeFileSync(join(dist, page), own.replace('<title>', `${links.join('')}<title>`))
  }
}

export function preload() {
  return { name: 'preload', hooks: { 'astro:build:done': ({ dir }) => preloadModules(fileURLToPath(dir)) } }
}
