import type { HistoryPreview } from '../../shared/protocol/history.ts'
import { fullWhen } from '../ui/time-words.ts'
import { whyWords } from './why-words.ts'

const titles = { whatsapp: 'A chat from WhatsApp', mail: 'Mail', contacts: 'A table of contacts' } as const

/** What is in a file, before anything of it is brought. */
export function Preview({ found }: { found: HistoryPreview }) {
  const { source, title, count, first, files, columns, leftovers } = found
  // The same may have been said twice.
  const keyed = first.map((one, at) => ({ ...one, key: String(at) }))
  const [one, many] = source === 'contacts' ? ['person', 'people'] : ['message', 'messages']
  return (
    <>
      <h2 dir="auto">{title === null ? titles[source] : `${titles[source]}, with ${title}`}</h2>
      <p>
        <b class="figures">{count.toLocaleString('en')}</b> {count === 1 ? one : many} can be read
        {files.named > 0 && `, and ${files.here} of ${files.named} files came along`}.
      </p>
      {columns.length > 0 && (
        <p class="hint" dir="auto">
          {columns.map(({ heading, use }) => `${heading}: ${useWords[use]}`).join(' · ')}
        </p>
      )}
      <ol class="first" aria-label="The first of them">
        {keyed.map(one => (
          <li key={one.key}>
            <p class="entry-head">
              <b dir="auto">{one.author}</b>
              {one.at !== null && <time>{fullWhen(source === 'whatsapp' ? asHere(one.at) : one.at)}</time>}
            </p>
            <p dir="auto">
              {one.file !== null && <i>{one.file} </i>}
              {one.text}
            </p>
          </li>
        ))}
      </ol>
      {leftovers.count > 0 && (
        <details>
          <summary>
            {leftovers.count.toLocaleString('en')} {leftovers.count === 1 ? 'line' : 'lines'} could not be read
          </summary>
          <ul>
            {leftovers.first.map(({ line, why, text }) => (
              <li key={line}>
                Line {line.toLocaleString('en')}: {whyWords(why)} <q dir="auto">{text}</q>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

const useWords = {
  name: 'name',
  'first-name': 'first name',
  'last-name': 'last name',
  phone: 'number',
  email: 'e-mail',
  attribute: 'a detail',
  nothing: 'left out'
} as const

/** What the clock on the wall showed is shown as it is, wherever the reader is. */
function asHere(wall: number): number {
  return wall + new Date(wall).getTimezoneOffset() * 60_000
}
