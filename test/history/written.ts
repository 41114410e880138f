import fc from 'fast-check'

/** A chat as it was, before a telephone wrote it down. Its first day cannot be taken for another in any order. */
export type Chat = readonly { readonly wall: number; readonly author: string; readonly text: string }[]

const name = fc.constantFrom('Anna', 'Łukasz Żak', 'محمد', '李雷', '+49 151 2345678', 'Shop & Co. (Berlin)')
const words = fc
  .array(fc.constantFrom('Hi', 'how: are', '3.4', 'ich', 'ñ', '😀', '<3', 'https://a.example/b?c=d', '10:30', 'मैं'), {
    minLength: 1,
    maxLength: 6
  })
  .map(some => some.join(' '))
const text = fc.array(words, { minLength: 1, maxLength: 3 }).map(lines => lines.join('\n'))
const minuteMs = 60_000

export const chat: fc.Arbitrary<Chat> = fc
  .array(fc.record({ author: name, text, gap: fc.integer({ min: 0, max: 90_000 }) }), { minLength: 1, maxLength: 30 })
  .map(said => {
    let wall = Date.UTC(2023, 0, 25, 11, 0)
    return said.map(({ author, text, gap }, at) => {
      if (at > 0) wall += gap * minuteMs
      return { wall, author, text }
    })
  })

type Format = (wall: Date) => string

const two = (n: number) => String(n).padStart(2, '0')
const day = (at: Date) => at.getUTCDate()
const month = (at: Date) => at.getUTCMonth() + 1
const year = (at: Date) => at.getUTCFullYear()
const clock = (at: Date) => `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`
const half = (at: Date, am: string, pm: string) => {
  const hours = at.getUTCHours()
  return `${hours % 12 || 12}:${two(at.getUTCMinutes())}\u202F${hours < 12 ? am : pm}`
}

/** What stands in front of a name, as telephones in these places write it. */
export const formats: Readonly<Record<string, Format>> = {
  'Android en-US': at => `${month(at)}/${day(at)}/${year(at) % 100}, ${half(at, 'AM', 'PM')} - `,
  'Android en-GB': at => `${two(day(at))}/${two(month(at))}/${year(at)}, ${clock(at)} - `,
  'Android de': at => `${two(day(at))}.${two(month(at))}.${year(at) % 100}, ${clock(at)} - `,
  'Android es': at => `${day(at)}/${month(at)}/${year(at) % 100}, ${half(at, 'a. m.', 'p. m.')} - `,
  'Android fr': at => `${two(day(at))}/${two(month(at))}/${year(at)} à ${clock(at)} - `,
  'Android sv': at => `${year(at)}-${two(month(at))}-${two(day(at))} ${clock(at)} - `,
  'iOS de': at => `[${two(day(at))}.${two(month(at))}.${year(at) % 100}, ${clock(at)}:00] `,
  'iOS en-US': at =>
    `\u200E[${month(at)}/${day(at)}/${year(at) % 100}, ${half(at, 'AM', 'PM').replace('\u202F', ':00\u202F')}] `
}

export function writeDown(said: Chat, format: Format, end: string): string {
  return said.map(({ wall, author, text }) => `${format(new Date(wall))}${author}: ${text}${end}`).join('')
}
