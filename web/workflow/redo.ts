import type { AnyRefusal, ClientCommand } from '../../shared/catalog.ts'
import type { DispatchRefusal, Wish } from '../app/device.ts'

/** How a refused move, or a merge, is done after all: as it is now, or when the card has what it needs. */
export type Redo = {
  readonly name: string
  readonly wish: Wish
  readonly needs?: { readonly workflow: string; readonly card: string; readonly fields: readonly string[] }
}

/** `null`: to do the same again would be refused again. */
export function redoOf(command: ClientCommand | Wish, refusal: AnyRefusal | DispatchRefusal): Redo | null {
  if (command.type === 'contact.merge' && refusal.reason === 'merged-already') {
    const { type, into } = command
    return { name: 'Merge all of them', wish: { type, contact: refusal.into, into } }
  }
  if (command.type !== 'card.move') return null
  const { type, card, workflow, from, to, rank } = command
  const wish = { type, card, workflow, from, to, rank }
  switch (refusal.reason) {
    case 'moved-meanwhile':
      return refusal.stage === to ? null : { name: 'Move it all the same', wish: { ...wish, from: refusal.stage } }
    case 'stage-full':
      return { name: 'Try again', wish }
    case 'missing-fields':
      return { name: 'Fill in', wish, needs: { workflow, card, fields: refusal.fields } }
    default:
      return null
  }
}
