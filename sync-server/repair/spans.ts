/** Numbers as they are said to people: `100, 205 to 206`. */
export function spansOf(numbers: readonly number[]): string {
  const spans: [number, number][] = []
  for (const number of numbers) {
    const last = spans.at(-1)
    if (last?.[1] === number - 1) last[1] = number
    else spans.push([number, number])
  }
  const shown = spans.slice(0, mostShown).map(([first, last]) => (first === last ? `${first}` : `${first} to ${last}`))
  return [...shown, ...(spans.length > mostShown ? [`${spans.length - mostShown} more`] : [])].join(', ')
}

const mostShown = 20
