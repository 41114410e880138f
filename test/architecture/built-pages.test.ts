import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { precacheManifest } from '../../web/precache.mjs'
import { circleGate, circleIn } from '../../web/circle-gate.mjs'
import { preloadModules } from '../../web/preload.mjs'
import { firstLoad, sizeGate } from '../../web/size-gate.mjs'
import { planted } from './planted.ts'

const noise = (kilobytes: number) => `export const noise = '${randomBytes(kilobytes * 512).toString('hex')}'`
const page = '<link rel="stylesheet" href="/_astro/a.css"><script type="module" src="/_astro/start.js"></script>'

const pages = (heavy: 'now' | 'later') => ({
  'index.html': page,
  'chat.html': '<script type="module" src="/_astro/chat.js"></script>',
  'widget.js': 'chat()',
  'manifest.webmanifest': '{}',
  '_astro/a.css': 'body{background:url(/_astro/paper.webp)}',
  '_astro/paper.webp': 'paper',
  '_astro/start.js': heavy === 'now' ? 'import{b}from"./between.js";b()' : 'import("./between.js")',
  '_astro/between.js': 'const x=1;import"./heavy.js";export const b=()=>x',
  '_astro/heavy.js': noise(200),
  '_astro/chat.js': 'chat()'
})

const gate = (folder: string) =>
  sizeGate().hooks['astro:build:done']({ dir: pathToFileURL(join(folder, '/')), logger: { info: () => {} } })

test('the build fails when the first screen outgrows its budget, however deep the weight is imported', () => {
  expect(() => gate(planted(pages('now')))).toThrow(/of JavaScript \(gzip\); its budget is 95 KB/)
})

test('what is loaded later does not weigh on the first screen', () => {
  const folder = planted(pages('later'))
  expect(firstLoad(folder).JavaScript).toBeLessThan(1)
  expect(() => gate(folder)).not.toThrow()
})

test('a page names all modules that it loads at once, and none that it loads later', () => {
  const named = (heavy: 'now' | 'later') => {
    const folder = planted({ ...pages(heavy), 'index.html': `<title>Daybook</title>${page}` })
    preloadModules(folder)
    const text = readFileSync(join(folder, 'index.html'), 'utf8')
    return [...text.matchAll(/<link rel="modulepreload" href="([^"]+)">/g)].map(([, file]) => file)
  }
  expect(named('now')).toEqual(['/_astro/between.js', '/_astro/heavy.js'])
  expect(named('later')).toEqual([])
})

test('a page keeps the styles of its own, and none of a part that comes later with its own', () => {
  const styles = '<link rel="stylesheet" href="/_astro/a.css"><link rel="stylesheet" href="/_astro/late.css">'
  const folder = planted({
    'index.html': `<title>Daybook</title>${styles}<script type="module" src="/_astro/start.js"></script>`,
    '_astro/start.js': 'const late=["_astro/late.css"];import("./late.js",late)'
  })
  preloadModules(folder)
  const text = readFileSync(join(folder, 'index.html'), 'utf8')
  expect(text.match(/[\w]+\.css/g)).toEqual(['a.css'])
})

test('a page that loads nothing is not mistaken for a light one', () => {
  expect(() => gate(planted({ 'index.html': '<p>Hello</p>' }))).toThrow(/nothing to weigh/)
})

test('packages that load each other fail the build; those that load each other later do not', () => {
  const round = (last: string) => ({
    '_astro/a.js': 'import{b}from"./b.js";b()',
    '_astro/b.js': 'const x=1;import{c}from"./c.js";export const b=()=>c',
    '_astro/c.js': last
  })
  const built = (folder: string) => circleGate().hooks['astro:build:done']({ dir: pathToFileURL(join(folder, '/')) })
  expect(() => built(planted(round('import"./a.js";export const c=1')))).toThrow(/a\.js → b\.js → c\.js → a\.js/)
  expect(circleIn(planted(round('export const c=()=>import("./a.js")')))).toBeUndefined()
})

test('an agent keeps what index.html needs now or later, and nothing of the customers', () => {
  const kept = precacheManifest(planted(pages('later')))
  expect(kept.map(({ url }) => url).toSorted()).toEqual([
    '/_astro/a.css',
    '/_astro/between.js',
    '/_astro/heavy.js',
    '/_astro/paper.webp',
    '/_astro/start.js',
    '/index.html',
    '/manifest.webmanifest'
  ])
  expect(kept.find(({ url }) => url === '/index.html')?.revision).toMatch(/^[0-9a-f]{16}$/)
})
