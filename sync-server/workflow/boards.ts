import type { AnyCommand } from '../../shared/catalog.ts'
import { streamKey, streamKind } from '../../shared/kernel/message.ts'
import type { Card } from '../../shared/workflow/card.ts'
import type { Beside } from '../actors/beside.ts'
import type { Cards } from './cards.ts'

const mostBoards = 500

/**
 * What a card is judged with: its workflow, how full that is, and whose card it is. Cards of one workflow are judged
 * one after the other (`turnOf`), so a board that is changed in the same turn is exact:
 *
 *     turn of the workflow ┬─ board: remembered, else read after all that was committed
 *                          ├─ turn of the card: judge ─ append
 *                          └─ board: the card's new place     (the append failed? forgotten, and read again, that card from the log)
 */
export function boards(cards: Pick<Cards, 'board' | 'inLog'>): Beside {
  const known = new Map<string, Map<string, string>>()
  /** Cards of which nobody knows what the last append made, for it may never be announced. */
  const unsure = new Map<string, Set<string>>()
  const keyOf = (tenant: string, workflow: string) => JSON.stringify([tenant, workflow])

  async function boardOf(tenant: string, workflow: string): Promise<ReadonlyMap<string, string>> {
    const key = keyOf(tenant, workflow)
    const board = known.get(key) ?? (await read(tenant, workflow))
    known.delete(key)
    known.set(key, board)
    const oldest = known.keys().next()
    if (known.size > mostBoards && !oldest.done) known.delete(oldest.value)
    return board
  }

  async function read(tenant: string, workflow: string): Promise<Map<string, string>> {
    const board = new Map(await cards.board(tenant, workflow))
    for (const card of unsure.get(keyOf(tenant, workflow)) ?? []) put(board, card, await cards.inLog(tenant, card))
    return board
  }

  return {
    async look(tenant, command, stateOf) {
      if (!needsBoard(command)) return undefined
      const { workflow } = command
      const found = new Map<string, unknown>([[`board/${workflow}`, await boardOf(tenant, workflow)]])
      if ('card' in command) found.set(`workflow/${workflow}`, await stateOf(`workflow/${workflow}`))
      if (command.type === 'card.place') {
        const { of } = command
        const at =
          of.kind === 'conversation' ? (`conversation/${of.conversation}` as const) : (`contact/${of.contact}` as const)
        found.set(at, await stateOf(at))
      }
      return at => found.get(at)
    },
    became(tenant, stream, state) {
      if (streamKind(stream) !== 'card') return
      const [card, became] = [streamKey(stream), state as Card]
      const key = keyOf(tenant, became.workflow)
      unsure.get(key)?.delete(card)
      const board = known.get(key)
      if (board) put(board, card, became)
    },
    lost(tenant, command) {
      if (!('card' in command)) return
      const key = keyOf(tenant, command.workflow)
      known.delete(key)
      unsure.set(key, (unsure.get(key) ?? new Set()).add(command.card))
    }
  }
}

function put(board: Map<string, string>, card: string, { status, stage }: Card): void {
  if (status === 'open') board.set(card, stage)
  else board.delete(card)
}

type NeedsBoard = Extract<AnyCommand, { card: string }> | Extract<AnyCommand, { type: 'workflow.publish' }>

function needsBoard(command: AnyCommand): command is NeedsBoard {
  return 'card' in command || command.type === 'workflow.publish'
}
