import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { closure } from './size-gate.mjs'

const entry = /<script type="module" src="([^"]+)"><\/script>/

/** Names in a page all modules that it loads at once: a browser else finds them one behind the other. */
export function preloadModules(dist) {
  for (const page of readdirSync(dist).filter(file => file.endsWith('.html'))) {
    const text = readFileSync(join(dist, page), 'utf8')
    const first = entry.exec(text)?.[1]
    if (first === undefined) continue
    const needed = closure(dist, [first]).map(file => `/${relative(dist, file).replaceAll('\\', '/')}`)
    const links = needed.filter(file => file !== first).map(file => `<link rel="modulepreload" href="${file}">`)
    writeFileSync(join(dist, page), text.replace('<title>', `${links.join('')}<title>`))
  }
}

export function preload() {
  return { name: 'preload', hooks: { 'astro:build:done': ({ dir }) => preloadModules(fileURLToPath(dir)) } }
}
