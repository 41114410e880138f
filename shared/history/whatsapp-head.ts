/** How a message of an export begins, before anybody knows in which order its date stands. */
export type Head = {
  readonly date: readonly [string, string, string]
  /** What stands between the parts of the date. */
  readonly mark: string
  /** Milliseconds since midnight; `null`: there is a word at the time that we do not know. */
  readonly time: number | null
  readonly rest: string
}

/** iOS and Android put these around names and in front of what they say themselves. Nobody sees them. */
const directions = /[\u200E\u200F\u202A-\u202E\uFEFF]/g
const space = '[ \\u00A0\\u202F]'
const part = (name: string, most: number) => `(?<${name}>\\p{Nd}{1,${most}})`
const date = `${part('first', 4)}${space}?(?<mark>[./-])${space}?${part('second', 2)}${space}?[./-]${space}?${part('third', 4)}\\.?`
const time = `${part('hour', 2)}[:.](?<minute>\\p{Nd}{2})(?:[:.](?<seconds>\\p{Nd}{2}))?`
const before = '(?<ahead>[^\\p{Nd}[\\]\\n]{1,20}?)'

/** `[31.12.23, 21:41:07] Anna: …` */
const ios = new RegExp(`^\\[${date}${before}${time}(?<behind>[^\\p{Nd}[\\]\\n]{0,20}?)\\]${space}?(?<rest>.*)$`, 'u')
/** `12/31/23, 9:41 PM - Anna: …` */
const android = new RegExp(
  `^${date}${before}${time}(?<behind>[^\\p{Nd}[\\]\\n\\u2013-]{0,20}?)${space}[-\\u2013]${space}(?<rest>.*)$`,
  'u'
)
/** `31/12/16 21:41:07: Anna: …`, as iPhones wrote it until 2017. Always with seconds: what people write is rarely so exact. */
const formerIos = new RegExp(
  `^${date}${before}${part('hour', 2)}[:.](?<minute>\\p{Nd}{2})[:.](?<seconds>\\p{Nd}{2})(?<behind>[^\\p{Nd}[\\]\\n:-]{0,20}?):${space}(?<rest>.*)$`,
  'u'
)
/** `[21:41:07, 31/12/23] Anna: …` and `21:41, 31/12/23 - Anna: …`, as in Vietnam. */
const timeFirst = new RegExp(`^\\[?${time},${space}${date}(?:\\]|${space}[-\\u2013]${space})${space}?(?<rest>.*)$`, 'u')

export function withoutDirections(line: string): string {
  return line.replace(directions, '')
}

/** `null`: the line goes on with the message before it. `line` has no marks of direction. */
export function headOf(line: string): Head | null {
  const found = (ios.exec(line) ?? android.exec(line) ?? timeFirst.exec(line) ?? formerIos.exec(line))?.groups
  if (!found) return null
  const { first = '', mark = '', second = '', third = '', hour = '', minute = '', seconds = '' } = found
  const { ahead = '', behind = '', rest = '' } = found
  return {
    date: [asciiDigits(first), asciiDigits(second), asciiDigits(third)],
    mark,
    time: timeOf(asciiDigits(hour), asciiDigits(minute), asciiDigits(seconds), [ahead, behind]),
    rest
  }
}

function timeOf(hour: string, minute: string, second: string, around: readonly string[]): number | null {
  const words = around.map(lettersOf).filter(word => word !== '' && !silent.has(word))
  const [half] = words
  if (words.length > 1 || (half !== undefined && !mornings.has(half) && !afternoons.has(half))) return null
  const shown = Number(hour)
  const hours = half === undefined || shown > 12 ? shown : (shown % 12) + (afternoons.has(half) ? 12 : 0)
  if (hours > 23 || Number(minute) > 59 || Number(second) > 59) return null
  return ((hours * 60 + Number(minute)) * 60 + Number(second)) * 1000
}

/** `p. m.`, `P.M.` and `pm` are one. */
function lettersOf(word: string): string {
  return word.toLowerCase().replace(/[^\p{L}\p{M}]/gu, '')
}

const mornings = new Set('am vorm fm öö पूर्वाह्न सुबह 오전 上午 凌晨 早上 清晨 午前 ص قظ πμ дп de dop sa pagi'.split(' '))
const afternoons = new Set('pm nachm em ös अपराह्न शाम 오후 下午 晚上 中午 午後 م بظ μμ пп du odp ch'.split(' '))
/** Said between a date and a time, and meaning nothing here: that years are Buddhist can be seen from them. */
const silent = new Set('at à às as um uhr kl klo h o om alle ore alas в pukul pkl saat को बजे be'.split(' '))

/** A digit of any script; each script has its ten in a row. */
function asciiDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, digit => {
    const code = digit.codePointAt(0) ?? 0
    let zero = code
    while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1
    return String(code - zero)
  })
}
