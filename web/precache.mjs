import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** Served to customers and to developers; an agent's device has no use for them offline. */
const notForAgents = /^(?:chat|phone|film|widget|service-worker)\b/

/** The hashed files that index.html needs, now or later: a built file names every other it loads. */
function reachable(dist, assets) {
  const waiting = ['index.html']
  const found = new Set(waiting)
  for (const file of waiting) {
    if (!/\.(?:html|m?js|css)$/.test(file)) continue
    const text = readFileSync(join(dist, file), 'utf8')
    for (const asset of assets) {
      if (found.has(asset) || !text.includes(asset.slice(asset.lastIndexOf('/') + 1))) continue
      found.add(asset)
      waiting.push(asset)
    }
  }
  return waiting
}

export function precacheManifest(dist) {
  const files = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !entry.name.startsWith('.'))
    .map(entry => join(entry.parentPath, entry.name).slice(join(dist, sep).length).split(sep).join('/'))
    .toSorted()
  const isHashed = file => file.startsWith('_astro/')
  const plain = files.filter(file => !isHashed(file) && !file.endsWith('.html') && !notForAgents.test(file))
  return [...reachable(dist, files.filter(isHashed)), ...plain].map(file => ({
    url: `/${file}`,
    // A hashed name says its version itself.
    revision: isHashed(file)
      ? null
      : createHash('sha256')
          .update(readFileSync(join(dist, file)))
          .digest('hex')
          .slice(0, 16)
  }))
}

/** Bundles web/service-worker.ts with the list of what it keeps for a day without network. */
export function precache() {
  const write = async ({ dir, logger }) => {
    const dist = fileURLToPath(dir)
    const manifest = precacheManifest(dist)
    await build({
      configFile: false,
      publicDir: false,
      logLevel: 'warn',
      define: { 'self.__WB_MANIFEST': JSON.stringify(manifest) },
      build: {
        outDir: dist,
        emptyOutDir: false,
        rolldownOptions: {
          input: fileURLToPath(new URL('service-worker.ts', import.meta.url)),
          output: { format: 'iife', entryFileNames: 'service-worker.js' }
        }
      }
    })
    logger.info(`The service worker keeps ${manifest.length} files.`)
  }
  return { name: 'precache', hooks: { 'astro:build:done': write } }
}
