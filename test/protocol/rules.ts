import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('../../', import.meta.url)

/** The ids of the rules as docs/protocol.md has them: `- **P2** …`. */
export function rulesIn(page: string): string[] {
  return [...page.matchAll(/^- \*\*([A-Z]\d+)\*\* /gm)].map(([, id]) => id ?? '')
}

/** A title with the rules it says it proves: `[P2] [R2] a slow line …`. */
export type Cited = { readonly title: string; readonly rules: readonly string[] }

/** Every title of a test that begins with the id of a rule, read from the text: also of one that needs a browser. */
export function citedIn(source: string): Cited[] {
  const titles = source.matchAll(/\(\s*(['"`])((?:\[[A-Z]\d+\] )+)(.*)\1,/g)
  return [...titles].map(([, , rules = '', title = '']) => ({ title, rules: rules.match(/[A-Z]\d+/g) ?? [] }))
}

export function unproven(rules: readonly string[], cited: readonly Cited[]): string[] {
  return rules.filter(rule => !cited.some(one => one.rules.includes(rule)))
}

export function unknown(rules: readonly string[], cited: readonly Cited[]): Cited[] {
  return cited.filter(one => one.rules.some(rule => !rules.includes(rule)))
}

export function ruleBook(): string {
  return readFileSync(new URL('docs/protocol.md', root), 'utf8')
}

export function testSources(): string[] {
  const folder = fileURLToPath(new URL('test', root))
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => /\.test\.tsx?$/.test(path))
    .map(path => readFileSync(`${folder}/${path}`, 'utf8'))
}
