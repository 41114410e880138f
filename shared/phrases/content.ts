import * as v from 'valibot'

export const longestPhrase = 4000

export const phraseName = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60))
export const phraseText = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(longestPhrase))

/** What words may leave open, to be filled in where they are said: `{{customer}}`, or `{{customer|there}}` where nobody knows. */
export const gaps = ['customer', 'agent'] as const
export type Gap = (typeof gaps)[number]

/** What is known in a conversation. `null`: nobody knows. */
export type Known = Readonly<Record<Gap, string | null>>

/** A gap that could not be filled, and where it stands. */
export type OpenGap = { readonly gap: Gap; readonly at: number; readonly length: number }

const written = /( ?)\{\{\s*([^{}|]*?)\s*(?:\|\s*([^{}]*?)\s*)?\}\}/g

/** The words as they are said. What nobody knows and nothing stands in for stays to be seen, and is told. */
export function fillGaps(words: string, known: Known): { readonly text: string; readonly open: readonly OpenGap[] } {
  let text = ''
  let from = 0
  const open: OpenGap[] = []
  for (const match of words.matchAll(written)) {
    const [whole, space = '', name = '', otherwise] = match
    const gap = gapCalled(name)
    if (gap === undefined) continue
    text += words.slice(from, match.index)
    from = match.index + whole.length
    const said = known[gap] ?? otherwise
    if (said === undefined) {
      const left = whole.slice(space.length)
      open.push({ gap, at: text.length + space.length, length: left.length })
      text += whole
    } else if (said !== '') text += `${space}${said}`
  }
  return { text: text + words.slice(from), open }
}

/** What stands in double braces and is nothing that can be filled in. */
export function strangeGaps(words: string): readonly string[] {
  return Array.from(words.matchAll(written), ([, , name = '']) => name).filter(name => gapCalled(name) === undefined)
}

function gapCalled(name: string): Gap | undefined {
  return gaps.find(gap => gap === name.toLowerCase())
}

/** As one is addressed. A number or a handle is no name. */
export function firstNameOf(name: string | null): string | null {
  return name !== null && /^\p{L}/u.test(name) ? (name.split(/\s+/)[0] ?? null) : null
}
