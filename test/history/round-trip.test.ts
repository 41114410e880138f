import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readWhatsApp } from '../../shared/history/whatsapp.ts'
import { chat, formats, writeDown } from './written.ts'

test.each(Object.entries(formats))('any chat that %s wrote down is read as it was', (_, format) => {
  fc.assert(
    fc.property(chat, fc.constantFrom('\n', '\r\n'), (said, end) => {
      const read = readWhatsApp(writeDown(said, format, end))
      expect(read.leftovers).toEqual([])
      expect(read.messages.map(({ wall, author, text }) => ({ wall, author, text }))).toEqual(said)
    })
  )
})

test('whatever it is, reading it comes to an end and loses no line', () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom('31.12.23, 21:41 - Anna: Hi', '[1/2/23, 9:41 PM] : ', '99.99.99, 99:99 - A: b', '1/2/3, 4:5 - ')
  )
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), lines => {
      const read = readWhatsApp(lines.join('\n'))
      expect(read.messages.length + read.notices).toBeLessThanOrEqual(lines.join('\n').split('\n').length)
    })
  )
})
