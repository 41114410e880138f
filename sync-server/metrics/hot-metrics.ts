import type { Actors } from '../actors/actors.ts'
import type { Log } from '../log/log.ts'
import { gauge, type Family } from './instruments.ts'

/** What is in memory of conversations and their like, and how much it may be. */
export type HotSizes = {
  events(): Log['hot']['size']
  states(): Actors['size']
}

export function hotMetrics({ events, states }: HotSizes): readonly Family[] {
  const one = (name: string, help: string, value: () => number) => gauge(name, help, () => [{ value: value() }])
  return [
    one('daybook_hot_streams', 'Streams whose end is in memory.', () => events().streams),
    one('daybook_hot_bytes', 'What they take in memory.', () => events().bytes),
    one('daybook_hot_most_bytes', 'What they may take: three quarters of HOT_MIB.', () => events().mostBytes),
    one('daybook_hot_states', 'Aggregates whose state is in memory.', () => states().states),
    one('daybook_hot_state_bytes', 'About what they take.', () => states().bytes),
    one('daybook_hot_state_most_bytes', 'What they may take: a quarter of HOT_MIB.', () => states().mostBytes)
  ]
}
