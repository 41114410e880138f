import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inRoot } from '../../sync-server/start/root.mjs'

const files = readdirSync(inRoot('test'), { recursive: true })
  .filter(file => /\.test\.tsx?$/.test(file))
  .map(file => ({ path: join('test', file), text: readFileSync(inRoot('test', file), 'utf8') }))

const longAsAWhole = files.filter(({ text }) => text.startsWith('// @module-tag long\n'))
const longInPart = files.filter(({ text }) => /tags:.*'long'/.test(text))

/** What keeps vitest from the tests that are `long`. A file that is long as a whole is not even loaded. */
export const withoutLong = ['--tags-filter=!long', ...longAsAWhole.flatMap(({ path }) => ['--exclude', path])]

/** What keeps vitest to those. */
export const longOnly = ['--tags-filter=long', ...[...longAsAWhole, ...longInPart].map(({ path }) => path)]
