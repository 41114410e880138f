import { beforeAll, expect, test, vi } from 'vitest'
import type { Thread } from '../../shared/conversations/thread.ts'
import type { ContactRow } from '../../web/app/live.ts'

vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
vi.stubGlobal('location', { pathname: '/inbox/mine', search: '', hash: '' })
vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined }))
vi.stubGlobal('window', { addEventListener: () => undefined })
vi.stubGlobal('document', { addEventListener: () => undefined })
const { live } = await import('../../web/app/live.ts')
const { choices } = await import('../../web/search/choices.ts')

beforeAll(() => {
  const handle = { platform: 'sms', kind: 'phone', value: '+49 170 5551234' }
  live.contacts.draw([
    ['zoe', { contact: 'zoe', name: 'Zoë Müller', handles: [handle], attributes: [] } as unknown as ContactRow]
  ])
  const last = { text: 'Hello?', at: 1 }
  live.threads.draw([['c-1', { conversation: 'c-1', contact: 'zoe', labels: [], last } as unknown as Thread]])
})

const opened = (query: string) => choices(query, [], 8).filter(({ kind }) => kind === 'Open')

test.each(['zoe', 'Mueller', 'müller zoe'])('Ctrl-K finds somebody as the search does: %s', query => {
  expect(opened(query)).toMatchObject([{ words: 'Zoë Müller', hint: 'Hello?' }])
})

test('and by a number, which stands beside the name', () => {
  expect(opened('0170/5551234')).toMatchObject([{ words: 'Zoë Müller', hint: '+49 170 5551234' }])
})
