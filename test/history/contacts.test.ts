import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readContacts } from '../../shared/history/contact-rows.ts'
import { readCsv } from '../../shared/history/csv.ts'

test('commas, semicolons, tabs and bars; a mark at the beginning; any ends of lines; quotations with all of it', () => {
  for (const mark of [',', ';', '\t', '|']) {
    for (const end of ['\n', '\r\n', '\r']) {
      const text = `\uFEFFName${mark}Note${end}Anna${mark}"a ""b""${mark}${end}c"${end}${end}Tom${mark}${end}`
      expect(readCsv(text)).toEqual({
        rows: [
          { line: 1, cells: ['Name', 'Note'] },
          { line: 2, cells: ['Anna', `a "b"${mark}${end}c`] },
          { line: 5, cells: ['Tom', ''] }
        ],
        unclosed: null
      })
    }
  }
})

test('any table is read as it was written', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'é', ',', ';', '"', '\n', '\r\n', ' ', '😀') })
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1 })
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
  fc.assert(
    fc.property(table, rows => {
      const text = `h,h\n${rows.map(row => row.map(quoted).join(',')).join('\n')}`
      const read = readCsv(text).rows.slice(1)
      expect(read.map(row => row.cells)).toEqual(rows.filter(row => row.some(one => one.trim() !== '')))
    })
  )
})

test('a quotation that never ends costs only what follows it', () => {
  expect(readCsv('a,b\n1,2\n3,"4\n5,6')).toEqual({
    rows: [
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['1', '2'] }
    ],
    unclosed: 3
  })
})

test('columns are known by their headings, in several languages', () => {
  const uses = (head: string) => readContacts(head).columns.map(column => column.use)
  expect(uses('Name,Phone,E-mail,City')).toEqual(['name', 'phone', 'email', 'attribute'])
  expect(uses('Vorname;Nachname;Telefonnummer;E-Mail')).toEqual(['first-name', 'last-name', 'phone', 'email'])
  expect(uses('Nombre,Teléfono,Correo electrónico')).toEqual(['name', 'phone', 'email'])
  expect(uses('First Name,Last Name,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value')).toEqual([
    'first-name',
    'last-name',
    'email',
    'nothing',
    'phone'
  ])
  expect(uses('नाम,फ़ोन,ईमेल,"<b>"')).toEqual(['name', 'phone', 'email', 'nothing'])
})

test('what mail programs write about an address beside it is no address', () => {
  const uses = (head: string) => readContacts(head).columns.map(column => column.use)
  const outlook = 'First Name,Business Phone,Business Fax,E-mail Address,E-mail Type,E-mail Display Name'
  expect(uses(outlook)).toEqual(['first-name', 'phone', 'attribute', 'email', 'nothing', 'nothing'])
  const row = 'Anna,+49 30 1234567,,anna@example.com,SMTP,Anna Muster (anna@example.com)'
  expect(readContacts(`${outlook}\n${row}`)).toMatchObject({ contacts: [{ name: 'Anna' }], refused: [] })
  expect(uses('Telephone,Handynummer,Mobilnummer,Rufnummer')).toEqual(['phone', 'phone', 'phone', 'phone'])
})

test.each<[written: string, country: string | undefined, phone: string]>([
  // A zero that is only dialled at home.
  ['+49 (0) 151 2345678', undefined, '491512345678'],
  ['0049 (0)151 2345678', undefined, '491512345678'],
  // As telephones copy them, with marks of direction and hyphens that do not break.
  ['\u202A+55\u00A061 8121\u20113457\u202C', undefined, '556181213457'],
  // With the country in front, and no plus.
  ['1-555-123-4567', '1', '15551234567'],
  ['491512345678', '49', '491512345678'],
  // These only begin like their country.
  ['3912345678', '39', '393912345678'],
  ['55999123456', '55', '5555999123456']
])('%s of the country %s is %s', (written, country, phone) => {
  const { contacts, refused } = readContacts(`Phone\n${written}`, country === undefined ? {} : { country })
  expect([refused, contacts.map(contact => contact.phones)]).toEqual([[], [[phone]]])
})

test('a contact a line: what they are called, how they are reached, and what else is known', () => {
  const text =
    'First name,Last name,Mobile,E-mail,City\nAnna,Żak,+49 (151) 234-5678 ::: 0049 30 1234567,Anna@Example.com,Kraków'
  expect(readContacts(text)).toMatchObject({
    contacts: [
      {
        line: 2,
        name: 'Anna Żak',
        phones: ['491512345678', '49301234567'],
        emails: ['anna@example.com'],
        attributes: [{ key: 'City', value: 'Kraków' }]
      }
    ],
    refused: []
  })
})

test('what cannot be taken is refused by its line, and the others are taken', () => {
  const lines = [
    'Name,Phone,Email,City',
    'Nobody,,,',
    'Word,call me,,',
    'Home,0151 2345678,,',
    'Mail,,not an address,',
    `${'x'.repeat(121)},+491512345678,,`,
    `Long,+491512345678,,${'y'.repeat(501)}`,
    'Anna,+491512345678,,Berlin'
  ]
  const read = readContacts(lines.join('\n'))
  expect(read.refused.map(({ line, why }) => [line, why])).toEqual([
    [2, 'no-number-and-no-address'],
    [3, 'no-such-number'],
    [4, 'no-country-code'],
    [5, 'no-such-address'],
    [6, 'name-too-long'],
    [7, 'value-too-long']
  ])
  expect(read.contacts.map(contact => contact.name)).toEqual(['Anna'])
})

test('a person may say what a column is, and which country numbers are of', () => {
  const text = 'Who,Number\nAnna,0151 2345678'
  expect(readContacts(text, { uses: ['name', 'phone'], country: '49' }).contacts).toMatchObject([
    { name: 'Anna', phones: ['491512345678'] }
  ])
})
