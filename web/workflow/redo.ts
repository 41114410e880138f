import type { AnyRefusal, ClientCommand } from '../../shared/catalog.ts'
import type { DispatchRefusal, Wish } from '../app/device.ts'
import { heirOf } from './called.ts'

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
  if (command.type === 'card.close') return closedAllTheSame(command, refusal)
  if (command.type === 'card.explain' && refusal.reason === 'ended-otherwise') {
    const { type, card, workflow, cycle, reason } = command
    const wish = { type, card, workflow, cycle, outcome: refusal.outcome, reason }
    return { name: 'Say it all the same', wish }
  }
  if (command.type !== 'card.move') return null
  const { type, card, workflow, from, to, rank, cycle } = command
  const plain = { type, card, workflow, from, to, rank }
  const wish = cycle === undefined ? plain : { ...plain, cycle }
  switch (refusal.reason) {
    case 'moved-meanwhile':
      return refusal.stage === to ? null : { name: 'Move it all the same', wish: { ...plain, ...standing(refusal) } }
    case 'already-closed':
      return { name: 'Open it again and move it', wish: openedAgain(plain, refusal.stage ?? from) }
    case 'stage-full':
      return { name: 'Try again', wish }
    case 'missing-fields':
      return { name: 'Fill in', wish, needs: { workflow, card, fields: refusal.fields } }
    case 'no-such-stage': {
      const heir = heirOf(workflow, to)
      return heir && heir.id !== from ? { name: `Move it to ${heir.name}`, wish: { ...wish, to: heir.id } } : null
    }
    default:
      return null
  }
}

function closedAllTheSame(
  { type, card, workflow, from, outcome, reason, rank, cycle }: Extract<Wish, { type: 'card.close' }>,
  refusal: AnyRefusal | DispatchRefusal
): Redo | null {
  const plain = { type, card, workflow, from, outcome, reason, rank }
  const wish = cycle === undefined ? plain : { ...plain, cycle }
  if (refusal.reason === 'moved-meanwhile') {
    return { name: 'Close it all the same', wish: { ...plain, ...standing(refusal) } }
  }
  if (refusal.reason !== 'missing-fields') return null
  return { name: 'Fill in', wish, needs: { workflow, card, fields: refusal.fields } }
}

/** `from`: where it stands closed, which may be where it was to go. */
function openedAgain(move: Extract<Wish, { type: 'card.move' }>, from: string): Wish {
  const { card, workflow, to, rank } = move
  return from === to
    ? { type: 'card.reopen', card, workflow, as: 'same-cycle', to, rank }
    : { ...move, from, cycle: null }
}

/** Whoever does it all the same knows how it stands now. */
function standing({ stage, cycle }: Extract<AnyRefusal, { reason: 'moved-meanwhile' }>) {
  return cycle === undefined ? { from: stage } : { from: stage, cycle }
}
