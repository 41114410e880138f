import type { Found } from '../app/device.ts'
import { askedFor } from '../app/known-as.ts'
import { contacts, me, threads } from '../app/live.ts'
import { peopleFound } from '../app/people-found.ts'
import { preferences } from '../app/shell/preferences.ts'
import { go, openConversationPage, route, views, type Route } from '../app/shell/route.ts'
import { overlay } from '../app/shell/shell-keys.ts'
import { words } from '../app/shell/words.ts'
import { nameNow } from '../app/shell/name-now.ts'
import { doMacro } from '../automation/macro-keys.ts'
import { macros } from '../automation/macros.ts'
import { press, type Key } from '../keyboard/keys.ts'

export type Choice = {
  readonly key: string
  readonly kind: string
  readonly words: string
  readonly hint?: string
  run(): void
}

/** Everything the palette offers for these letters: deeds and places first, then people and messages. */
export function choices(query: string, found: readonly Found[], most: number): readonly Choice[] {
  const letters = query.trim().toLowerCase()
  const fixed = [...deeds(), ...places()].filter(choice => choice.words.toLowerCase().includes(letters))
  return letters === '' ? fixed : [...fixed.slice(0, most), ...people(query, most), ...messages(found)]
}

function deeds(): readonly Choice[] {
  const at = route.peek()
  const deed = (key: Key, words: string): Choice => ({
    key: `deed ${key}`,
    kind: 'Do',
    words,
    hint: key.toUpperCase(),
    run: () => void press(key)
  })
  const open = 'conversation' in at ? at.conversation : null
  if (open === null) return []
  if (at.screen !== 'inbox') return deedsOfMacros(open)
  return [
    deed('r', 'Reply'),
    deed('n', 'Write a note'),
    deed('a', 'Assign or claim'),
    deed('s', 'Snooze'),
    deed('e', 'Resolve or reopen'),
    ...deedsOfMacros(open)
  ]
}

function deedsOfMacros(conversation: string): readonly Choice[] {
  return macros().map(({ automation, rule, key }) => ({
    key: `macro ${automation}`,
    kind: 'Macro',
    words: rule.name,
    ...(key && { hint: key }),
    run: () => void doMacro(rule, conversation)
  }))
}

function places(): readonly Choice[] {
  const place = (words: string, run: () => void): Choice => ({ key: `place ${words}`, kind: 'Go to', words, run })
  const dark = matchMedia('(prefers-color-scheme: dark)').matches
  const theme = preferences.theme.value.peek()
  const isDark = theme === 'dark' || (theme === 'auto' && dark)
  return [
    ...views.map(view => place(words.views[view], () => go({ screen: 'inbox', view, conversation: null }))),
    place(words.board, () => go({ screen: 'board', workflow: null, conversation: null, mine: false, label: null })),
    place(words.search, () => go({ screen: 'search', query: '' })),
    place(words.outbox, () => go({ screen: 'outbox' })),
    place('Saved replies', () => go({ screen: 'phrases' })),
    place(words.me, () => go({ screen: 'me' })),
    ...(me.peek()?.role === 'admin' ? adminPlaces().map(([words, to]) => place(words, () => go(to))) : []),
    {
      key: 'theme',
      kind: 'Do',
      words: isDark ? 'Switch to light paper' : 'Switch to dark paper',
      run: () => preferences.theme.choose(isDark ? 'light' : 'dark')
    },
    {
      key: 'keys',
      kind: 'Do',
      words: 'Show all keys',
      hint: '?',
      run: () => {
        overlay.value = 'keys'
      }
    }
  ]
}

function adminPlaces(): readonly (readonly [string, Route])[] {
  return [
    ['People', { screen: 'people' }],
    ['Inboxes', { screen: 'inboxes' }],
    ['Who gets new conversations', { screen: 'routing' }],
    ['Letters nobody could read', { screen: 'letters' }],
    ['Bring your history', { screen: 'history' }],
    ['Workflows', { screen: 'workflows', workflow: null }],
    ['Automations and macros', { screen: 'automations', automation: null }]
  ]
}

function people(query: string, most: number): readonly Choice[] {
  return peopleFound({ contacts, threads }, askedFor(query), most).map(({ conversation, snippet }) => {
    const row = threads.all.get(conversation)
    const name = nameNow(row?.contact ?? '')
    return {
      key: `person ${conversation}`,
      kind: 'Open',
      words: name,
      hint: snippet === name ? (row?.last?.text ?? row?.status ?? '') : snippet,
      run: () => openConversationPage(conversation)
    }
  })
}

function messages(found: readonly Found[]): readonly Choice[] {
  return found
    .flatMap(one => (one.message === null ? [] : [{ ...one, message: one.message }]))
    .map(one => ({
      key: `message ${one.message}`,
      kind: 'Message',
      words: one.snippet,
      hint: nameNow(threads.all.get(one.conversation)?.contact ?? ''),
      run: () => openConversationPage(one.conversation, one.message)
    }))
}
