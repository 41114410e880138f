import { isObject, list, words, type Item } from '../reading.ts'

/** More than anybody writes, and no deeper than a parser of ours goes. */
const deepest = 30

/** The words of a rich message, a line a block. Its files are not among them. Source: Telegram, "RichMessage". */
export function richText(message: Item): string | undefined {
  return words(linesOf(list(message['blocks']), 0).join('\n').trim())
}

/** Its files, each as a message of its own would have it. */
export function richFiles(message: Item): readonly Item[] {
  const found: Item[] = []
  const visit = (blocks: readonly unknown[], depth: number) => {
    if (depth > deepest) return
    for (const block of blocks.filter(isObject)) {
      if (fileFields.some(field => block[field] !== undefined)) found.push(block)
      visit(list(block['blocks']), depth + 1)
      for (const item of list(block['items']).filter(isObject)) visit(list(item['blocks']), depth + 1)
    }
  }
  visit(list(message['blocks']), 0)
  return found
}

const fileFields = ['photo', 'video', 'animation', 'audio', 'voice_note'] as const

function linesOf(blocks: readonly unknown[], depth: number): readonly string[] {
  if (depth > deepest) return []
  return blocks.filter(isObject).flatMap(block => [
    ...[block['text'], block['expression'], block['summary']].flatMap(one => spoken(one, depth)),
    ...list(block['cells']).map(row =>
      list(row)
        .map(cell => (isObject(cell) ? spoken(cell['text'], depth).join('') : ''))
        .join(' | ')
    ),
    ...list(block['items'])
      .filter(isObject)
      .map(item => [item['label'], ...linesOf(list(item['blocks']), depth + 1)].filter(Boolean).join(' ')),
    ...linesOf(list(block['blocks']), depth + 1),
    ...(isObject(block['caption']) ? spoken(block['caption']['text'], depth) : []),
    ...spoken(block['credit'], depth)
  ])
}

/** A text is words, or pieces of it, each with a look of its own. */
function spoken(text: unknown, depth: number): readonly string[] {
  const said = flat(text, depth)
  return said === '' ? [] : [said]
}

function flat(text: unknown, depth: number): string {
  if (typeof text === 'string') return text
  if (depth > deepest) return ''
  if (Array.isArray(text)) return text.map(one => flat(one, depth + 1)).join('')
  if (!isObject(text)) return ''
  return flat(text['text'] ?? text['alternative_text'] ?? text['expression'], depth + 1)
}
