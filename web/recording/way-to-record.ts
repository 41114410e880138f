import { limitOf, takes } from '../../shared/platforms/files.ts'
import type { Strategy } from '../../shared/platforms/strategy.ts'

/** How a voice is recorded here, and what becomes of it before it goes. */
export type Way = { readonly mime: string; readonly recordAs: string; readonly make: 'as-it-is' | 'ogg' | 'wav' }

const webm = 'audio/webm;codecs=opus'
/** By their type in the end: what a recorder has to be able to, the best first. */
const ways: readonly Way[] = [
  { mime: 'audio/ogg', recordAs: 'audio/ogg;codecs=opus', make: 'as-it-is' },
  { mime: 'audio/ogg', recordAs: webm, make: 'ogg' },
  // Opus may be in this box as well, but only browsers play it then.
  { mime: 'audio/mp4', recordAs: 'audio/mp4;codecs=mp4a.40.2', make: 'as-it-is' },
  { mime: 'audio/wav', recordAs: webm, make: 'wav' },
  { mime: 'audio/wav', recordAs: 'audio/ogg;codecs=opus', make: 'wav' },
  { mime: 'audio/wav', recordAs: 'audio/mp4', make: 'wav' }
]

/** The first of the types that this platform wants voices in which this browser can make. `null`: none of them. */
export function wayToRecord(strategy: Strategy, canRecord: (type: string) => boolean): Way | null {
  const limit = limitOf(strategy, 'voice')
  if (!limit) return null
  const possible = ways.filter(({ mime, recordAs }) => takes(limit, mime) && canRecord(recordAs))
  const wanted = limit.types.flatMap(type => possible.filter(({ mime }) => takes({ ...limit, types: [type] }, mime)))
  return wanted[0] ?? null
}
