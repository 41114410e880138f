import { accept, refuse, type Decision } from '../kernel/decision.ts'
import type { Context, Decider } from '../kernel/decider.ts'
import type { Author } from '../kernel/message.ts'
import { unchanged, unreachable } from '../kernel/unreachable.ts'
import type { PhraseCommand } from './commands.ts'
import type { PhraseFact } from './events.ts'
import type { PhraseRefusal } from './refusals.ts'

/** Words that are kept under a short name, to be said again. */
export type Phrase = {
  readonly status: 'unknown' | 'kept' | 'removed'
  readonly name: string
  readonly text: string
  /** 0: never saved. */
  readonly version: number
  /** Who saved it last, and when. */
  readonly saved: { readonly by: Author; readonly at: number } | null
}

export const phraseDecider: Decider<Phrase, PhraseCommand, PhraseFact, PhraseRefusal> = {
  initial: { status: 'unknown', name: '', text: '', version: 0, saved: null },
  decide,
  evolve
}

function decide(command: PhraseCommand, state: Phrase, context: Context): Decision<PhraseFact, PhraseRefusal> {
  if (!context.may(command.type)) return refuse({ reason: 'not-allowed' })
  const so = { at: Math.min(command.at, context.now), by: context.by, cause: command.id }
  switch (command.type) {
    case 'phrase.save': {
      const { name, text, onVersion } = command
      if (state.status === 'removed') return refuse({ reason: 'no-such-phrase' })
      if (state.name === name && state.text === text) return accept()
      if (onVersion !== state.version) return refuse({ reason: 'changed-meanwhile', ...(state.saved ?? so) })
      return accept({ ...so, type: 'phrase.saved', version: state.version + 1, name, text })
    }
    case 'phrase.remove':
      return state.status === 'kept' ? accept({ ...so, type: 'phrase.removed' }) : refuse({ reason: 'no-such-phrase' })
    default:
      return unreachable(command)
  }
}

function evolve(state: Phrase, fact: PhraseFact): Phrase {
  switch (fact.type) {
    case 'phrase.saved': {
      const { name, text, version, at, by } = fact
      return { status: 'kept', name, text, version, saved: { by, at } }
    }
    case 'phrase.removed':
      return { ...state, status: 'removed' }
    default:
      return unchanged(state, fact)
  }
}
