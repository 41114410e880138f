import type { Wish } from './device.ts'

/**
 * The wish that puts back what was set for everybody. What is published is gone back from by its versions, and what is
 * removed was asked for twice.
 */
export function undoOfSettings(wish: Wish, before: object): Wish | null {
  switch (wish.type) {
    case 'workflow.archive':
      return { ...wish, type: 'workflow.restore' }
    case 'workflow.restore':
      return { ...wish, type: 'workflow.archive' }
    case 'automation.turn-on':
      return { ...wish, type: 'automation.turn-off' }
    case 'automation.turn-off':
      return { ...wish, type: 'automation.turn-on' }
    case 'inbox.add-member':
      return { ...wish, type: 'inbox.remove-member' }
    case 'inbox.remove-member':
      return { ...wish, type: 'inbox.add-member' }
    case 'inbox.rename':
      return 'name' in before && typeof before.name === 'string' ? { ...wish, name: before.name } : null
    default:
      return null
  }
}
