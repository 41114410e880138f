import { useLayoutEffect, useRef } from 'preact/hooks'
import type { ColleagueCaret } from '../app/company.ts'
import { hueOf } from '../ui/hue.ts'

type Props = { field: HTMLTextAreaElement | null; text: string; carets: readonly ColleagueCaret[] }

/**
 * Where colleagues write in a field, each caret with a name. A textarea cannot say where its letters are, so the same
 * words are laid out once more over it, unseen, with the carets between them. It takes no room and no pointer;
 * who cannot see it reads in the line above who is writing.
 */
export function Carets({ field, text, carets }: Props) {
  const mirror = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (!field) return
    const follow = () => mirror.current && lieOver(mirror.current, field)
    const sizes = new ResizeObserver(follow)
    sizes.observe(field)
    field.addEventListener('scroll', follow)
    follow()
    return () => {
      sizes.disconnect()
      field.removeEventListener('scroll', follow)
    }
  }, [field, text, carets])
  if (carets.length === 0) return null
  return (
    <div class="carets" aria-hidden="true">
      <div class="words" dir="auto" ref={mirror}>
        {piecesOf(text, carets).map(drawn)}
        {'\u200B'}
      </div>
    </div>
  )
}

function drawn(piece: Piece, at: number) {
  if (!('words' in piece)) {
    const { id, name, tab } = piece.caret
    return (
      <span key={`caret ${tab}`} class="caret" style={{ '--hue': hueOf(id) }}>
        <b dir="auto">{name}</b>
      </span>
    )
  }
  if (!piece.isSelected) return piece.words
  return (
    <mark key={`words ${at}`} style={{ '--hue': piece.hue }}>
      {piece.words}
    </mark>
  )
}

function lieOver(mirror: HTMLElement, field: HTMLTextAreaElement): void {
  mirror.style.inlineSize = `${field.clientWidth}px`
  mirror.style.transform = `translateY(${-field.scrollTop}px)`
  const edge = mirror.getBoundingClientRect()
  for (const caret of mirror.querySelectorAll<HTMLElement>('.caret')) {
    delete caret.dataset['turned']
    const name = caret.firstElementChild?.getBoundingClientRect()
    if (name && (name.right > edge.right || name.left < edge.left)) caret.dataset['turned'] = ''
  }
}

export type Piece =
  | { readonly words: string; readonly isSelected: boolean; readonly hue: number }
  | { readonly caret: ColleagueCaret }

/** The text cut where a caret stands or something selected begins and ends. */
export function piecesOf(text: string, carets: readonly ColleagueCaret[]): readonly Piece[] {
  const cuts = carets.flatMap(({ start, end }) => [start, end])
  const places = [...new Set([0, ...cuts, text.length])]
    .filter(place => place >= 0 && place <= text.length)
    .sort((a, b) => a - b)
  return places.flatMap((place, index) => {
    const next = places[index + 1] ?? place
    const selector = carets.find(({ start, end }) => start <= place && place < end)
    const words = { words: text.slice(place, next), isSelected: selector !== undefined, hue: hueOf(selector?.id ?? '') }
    return [...carets.filter(({ end }) => end === place).map(caret => ({ caret })), ...(next > place ? [words] : [])]
  })
}
