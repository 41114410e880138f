import { signal } from '@preact/signals'
import { expect, test } from 'vitest'
import { sentBeside } from '../../web/app/sent-beside.ts'
import { firstGeneration } from '../../web/app/generation.ts'
import { SharedDraft } from '../../web/sync/shared-draft.ts'

/** A draft that began to load with these words, and comes when they were sent. */
function loadedAfterSending(words: string, meanwhile = words) {
  const together = signal<{ draft: SharedDraft } | null>(null) as Parameters<typeof sentBeside>[0] & {
    value: { draft: SharedDraft } | null
  }
  const draft = new SharedDraft('c', () => firstGeneration('c', 'reply'))
  draft.typedBeside('reply', '', words)
  sentBeside(together, 'reply', words)
  draft.typedBeside('reply', words, meanwhile)
  together.value = { draft }
  return draft.text('reply')
}

test('words that were sent while their draft was loading do not come back with it', () => {
  expect(loadedAfterSending('Two tabs, one voice.')).toBe('')
})

test('of what was typed meanwhile nothing is lost, also where it begins alike', () => {
  expect(loadedAfterSending('ok', 'ok then')).toBe('ok then')
})
