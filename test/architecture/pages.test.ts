import { readdirSync, readFileSync } from 'node:fs'
import { join, posix, sep } from 'node:path'
import { expect, test } from 'vitest'
import { planted } from './planted.ts'

/** A page is a frame around one start file: dependency-cruiser cannot read .astro, so what they import is watched here. */
const maySee = /^web\/(?:layouts|styles|ui)\/|^web\/[^/]+\/start\.tsx?$|\.css$/

function trespassers(root: string): { pages: number; found: string[] } {
  const pages = readdirSync(join(root, 'web'), { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.astro'))
    .map(path => posix.join('web', ...path.split(sep)))
  const found = pages.flatMap(page => {
    const text = readFileSync(join(root, page), 'utf8')
    return [...text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*|\bsrc=)["'](\.[^"']+)["']/g)]
      .map(match => posix.join(posix.dirname(page), match[1] ?? ''))
      .filter(path => !maySee.test(path))
      .map(path => `${page} → ${path}`)
  })
  return { pages: pages.length, found }
}

test('a page imports layouts, styles, the kit and a start file, nothing else', () => {
  const { pages, found } = trespassers(join(import.meta.dirname, '../..'))
  expect(found).toEqual([])
  expect(pages).toBeGreaterThan(1)
})

test('a page that reaches further is found', () => {
  const folder = planted({
    'web/pages/index.astro':
      '---\nimport { db } from \'../log/db.ts\'\nimport \'../styles/base.css\'\n---\n<script src="../app/start.tsx"></script>\n<script src="../sync/socket.ts"></script>\n',
    'web/layouts/page.astro': "---\nconst { day } = await import('../../shared/kernel/day.ts')\n---\n"
  })
  expect(new Set(trespassers(folder).found)).toEqual(
    new Set([
      'web/pages/index.astro → web/log/db.ts',
      'web/pages/index.astro → web/sync/socket.ts',
      'web/layouts/page.astro → shared/kernel/day.ts'
    ])
  )
})
