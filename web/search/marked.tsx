type Props = { text: string; marks: readonly (readonly [number, number])[] }

/** A text with the found words marked. */
export function Marked({ text, marks }: Props) {
  let end = 0
  const parts = []
  for (const [from, to] of marks) {
    parts.push(text.slice(end, from), <mark key={from}>{text.slice(from, to)}</mark>)
    end = to
  }
  return (
    <>
      {parts}
      {text.slice(end)}
    </>
  )
}
