import { expect, test } from 'vitest'
import { undoOfSettings } from '../../web/app/undo-of-settings.ts'

const kitchen = { name: 'Kitchen' }

test('a workflow that was archived comes back, and one that was brought back is archived again', () => {
  const [archive, restore] = [
    { type: 'workflow.archive', workflow: 'w' },
    { type: 'workflow.restore', workflow: 'w' }
  ] as const
  expect(undoOfSettings(archive, {})).toEqual(restore)
  expect(undoOfSettings(restore, {})).toEqual(archive)
})

test('an automation goes on as it was', () => {
  const [on, off] = [
    { type: 'automation.turn-on', automation: 'a' },
    { type: 'automation.turn-off', automation: 'a' }
  ] as const
  expect(undoOfSettings(on, {})).toEqual(off)
  expect(undoOfSettings(off, {})).toEqual(on)
})

test('an inbox has its name again, and who worked in it', () => {
  const of = { inbox: 'i', agent: 'ada' }
  expect(undoOfSettings({ type: 'inbox.rename', inbox: 'i', name: 'Bar' }, kitchen)).toEqual({
    type: 'inbox.rename',
    inbox: 'i',
    name: 'Kitchen'
  })
  expect(undoOfSettings({ type: 'inbox.add-member', ...of }, kitchen)).toEqual({ type: 'inbox.remove-member', ...of })
  expect(undoOfSettings({ type: 'inbox.remove-member', ...of }, kitchen)).toEqual({ type: 'inbox.add-member', ...of })
})

test('what is published has its versions instead, and what is removed is asked for twice', () => {
  expect(undoOfSettings({ type: 'automation.remove', automation: 'a' }, {})).toBeNull()
  expect(undoOfSettings({ type: 'inbox.set-retention', inbox: 'i', days: 30 }, kitchen)).toBeNull()
})
