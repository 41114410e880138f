import { useMemo } from 'preact/hooks'
import { segmentsOf } from '../../shared/platforms/segments.ts'
import type { SegmentTable } from '../../shared/platforms/strategy.ts'

/** In how many SMS these words go, each of which is paid for, and which character makes them more. */
export function SegmentCount({ text, table }: { text: string; table: SegmentTable }) {
  const { segments, because } = useMemo(() => segmentsOf(text, table), [text, table])
  return (
    <p class="counter figures" role="status">
      {`${segments} SMS`}
      {because !== null && (
        <span title={`With this character an SMS has room for ${table.ucs2.alone} instead of ${table.gsm7.alone}.`}>
          {'· less room with '}
          <bdi>{seen(because)}</bdi>
        </span>
      )}
    </p>
  )
}

/** Spaces, joiners and their like: nobody could look for what cannot be seen. */
function seen(character: string): string {
  const isSeen = /[^\p{C}\p{Z}\p{M}]/u.test(character)
  return isSeen ? `“${character}”` : `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
}
