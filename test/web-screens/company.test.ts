import { expect, test } from 'vitest'
import type { Colleague } from '../../web/app/company.ts'
import { sentence } from '../../web/conversations/company.tsx'

const colleague = (name: string, typing: Colleague['typing'] = null): Colleague => ({ id: name, name, typing })

test('whoever is answering is named before those who only look', () => {
  expect(sentence([])).toBe('')
  expect(sentence([colleague('Ana')])).toBe('Ana has this open too')
  expect(sentence([colleague('Ana'), colleague('Ben')])).toBe('Ana and Ben have this open too')
  expect(sentence([colleague('Ana'), colleague('Ben'), colleague('Cy')])).toBe('Ana and 2 others have this open too')
  expect(sentence([colleague('Ana'), colleague('Ben', 'note')])).toBe('Ben is writing a note …')
  expect(sentence([colleague('Ana', 'note'), colleague('Ben', 'reply')])).toBe('Ben is answering …')
})
