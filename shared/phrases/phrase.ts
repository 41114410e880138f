import { accept, refuse, type Decision } from '../kernel/decision.ts'
import type { Context, Decider } from '../kernel/decider.ts'
import type { Author } from '../kernel/message.ts'
import { unchanged, unreachable } from '../kernel/unreachable.ts'
import type { PhraseCommand } from './commands.ts'
import type { PhraseFact } from './events.ts'
import { namedPhrases, nameKey, type PhraseNames } from './names.ts'
import type { PhraseRefusal } from './refusals.ts'

type Of<T extends PhraseCommand['type']> = Extract<PhraseCommand, { type: T }>

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
      if (isTaken(command, state, context)) return refuse({ reason: 'name-taken', name })
      return accept({ ...so, type: 'phrase.saved', version: state.version + 1, name, text })
    }
    case 'phrase.remove':
      return state.status === 'kept' ? accept({ ...so, type: 'phrase.removed' }) : refuse({ reason: 'no-such-phrase' })
    default:
      return unreachable(command)
  }
}

/** Who only writes other words under a name that two have since long is not kept from it. */
function isTaken({ phrase, name }: Of<'phrase.save'>, state: Phrase, context: Context): boolean {
  if (state.status === 'kept' && nameKey(name) === nameKey(state.name)) return false
  const names = context.look?.(namedPhrases) as PhraseNames | undefined
  const whose = names?.get(nameKey(name))
  return whose !== undefined && whose !== phrase
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
