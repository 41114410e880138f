import { expect, test, vi } from 'vitest'

vi.stubGlobal('location', { pathname: '/', search: '', origin: 'http://daybook.test' })
const { pathOf, readPath } = await import('../../web/app/shell/route.ts')

test.each([
  '/inbox/mine',
  '/inbox/unassigned',
  '/inbox/all/conversation-1',
  '/inbox/all/a%3Ab%2Fc',
  '/inbox/all/conversation-1?message=wamid.a%2Bb%3D',
  '/board',
  '/board/sales',
  '/board/sales/a%3Ab?of=me&label=vip+first',
  '/search',
  '/outbox',
  '/me',
  '/routing',
  '/inboxes'
])('%s leads to a screen that says the same address', path => {
  const [address = '', query] = path.split('?')
  expect(pathOf(readPath(address, query))).toBe(path)
})

test('a search keeps its words in the address', () => {
  expect(readPath('/search', '?q=red%20ink')).toEqual({ screen: 'search', query: 'red ink' })
  expect(pathOf({ screen: 'search', query: 'red ink' })).toBe('/search?q=red%20ink')
})

test('an unknown address is the inbox, and an unknown view is mine', () => {
  expect(readPath('/sign-in')).toEqual({ screen: 'inbox', view: 'mine', conversation: null })
  expect(readPath('/inbox/hers/c1')).toEqual({ screen: 'inbox', view: 'mine', conversation: 'c1' })
})
