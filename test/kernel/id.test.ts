import * as v from 'valibot'
import { expect, test } from 'vitest'
import { id } from '../../shared/kernel/message.ts'

test('[decision 57] an id is written in JSON as it is: where one is a name, nothing in it is escaped', () => {
  const units = Array.from({ length: 0x10000 }, (_, unit) => `a${String.fromCharCode(unit)}`)
  const ids = units.filter(text => v.is(id, text))
  expect(ids.length).toBeGreaterThan(60)
  expect(ids.filter(text => JSON.stringify(text) !== `"${text}"`)).toEqual([])
})
