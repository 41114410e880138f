import type { Context } from '../kernel/decider.ts'

/** The open cards of a workflow, each with the stage it was put in: how full the stages are is counted from this. */
export type Board = ReadonlyMap<string, string>

/** How many open cards there are whose stage is one of these, not counting `except`. A judge that holds no board has seen none. */
export function cardsOn(
  context: Context,
  workflow: string,
  isThere: (stage: string) => boolean,
  except?: string
): number {
  const board = context.look?.(`board/${workflow}`) as Board | undefined
  let cards = 0
  for (const [card, stage] of board ?? []) if (card !== except && isThere(stage)) cards += 1
  return cards
}
