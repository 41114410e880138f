import { streamKey, streamKind, type StreamId } from '../../shared/kernel/message.ts'
import { namedPhrases, namesOf } from '../../shared/phrases/names.ts'
import type { Phrase } from '../../shared/phrases/phrase.ts'
import type { Beside } from '../actors/beside.ts'

/** Every stream that all of the workspace may see: the phrases are among them. */
type Roster = { of(tenant: string): Promise<{ readonly streams: readonly StreamId[] }> }

/** Who saves a phrase is judged with the names of all others. They are dozens, and asked for as they are in this turn. */
export function namesBeside(roster: Roster, others: Beside): Beside {
  return {
    ...others,
    async look(tenant, command, stateOf, own) {
      if (command.type !== 'phrase.save') return others.look(tenant, command, stateOf, own)
      const { streams } = await roster.of(tenant)
      const ids = streams.filter(one => streamKind(one) === 'phrase').map(streamKey)
      const states = ids.map(async id => {
        const state = id === command.phrase ? own : await stateOf(`phrase/${id}`)
        return [id, state as Phrase] as const
      })
      const names = namesOf(await Promise.all(states))
      return at => (at === namedPhrases ? names : undefined)
    }
  }
}
