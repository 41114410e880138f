import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { noteErased } from '../../sync-server/erasing/again.ts'
import { erasuresIn } from '../../sync-server/erasing/erasures.ts'
import { given, shop } from './given.ts'

const here = given()
let directory = ''
const list = () => join(directory, 'erased.jsonl')
const person = (contact: string) => ({ tenant: 't', contact, at: 1 })

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'daybook-test-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

test('who is noted behind a line that a power cut tore is on the list', () => {
  const erasures = erasuresIn(directory)
  erasures.note(person('ada'))
  appendFileSync(list(), '{"tenant":"t","conta')
  // What was torn is done again, and so is noted again.
  erasures.note(person('ben'))
  erasures.note(person('cy'))
  const known = erasuresIn(directory).all()
  expect(known).toEqual([person('ada'), person('ben'), person('cy')])
})

test('a list that begins with a torn line goes on', () => {
  writeFileSync(list(), '{"ten')
  erasuresIn(directory).note(person('ada'))
  expect(erasuresIn(directory).all()).toEqual([person('ada')])
  expect(readFileSync(list(), 'utf8').endsWith('}\n')).toBe(true)
})

test('whom the log knows as erased is on the list of whatever directory it comes to', async () => {
  const ours = await shop(here)
  const { contact } = await ours.writes('Ada', 'hello')
  await ours.tell({ type: 'contact.erase', contact })
  // As after a move to another directory, an import, or a restore on another machine.
  await noteErased({ ...here.core.erasing, erasures: erasuresIn(directory) })
  expect(erasuresIn(directory).all()).toContainEqual(expect.objectContaining({ tenant: ours.tenant, contact }))
})
