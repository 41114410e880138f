import { Search, SearchX } from 'lucide-preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Found } from '../app/device.ts'
import { threads } from '../app/live.ts'
import { search } from '../app/search.ts'
import { go, pathOf, type Route } from '../app/shell/route.ts'
import { contactName, personId } from '../app/shell/contact-name.ts'
import { PlatformGlyph } from '../app/shell/platform-glyph.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { Empty } from '../ui/empty.tsx'
import { now } from '../ui/now.ts'
import { shortWhen } from '../ui/time-words.ts'
import { Marked } from './marked.tsx'

/** Over everything on this device, online or not. */
export function SearchScreen({ query }: { query: string }) {
  const field = useRef<HTMLInputElement>(null)
  const found = useFound(query)
  useLayoutEffect(() => field.current?.focus(), [])
  return (
    <div class="screen search">
      <h1 class="unseen">Search</h1>
      <form role="search" class="search-field" onSubmit={event => event.preventDefault()}>
        <Search class="small" />
        <input
          ref={field}
          id="search"
          type="search"
          class="input"
          placeholder="Search people and messages"
          aria-label="Search people and messages"
          autocomplete="off"
          value={query}
          onInput={event => go({ screen: 'search', query: event.currentTarget.value }, { replace: true })}
        />
      </form>
      {query.trim() === '' ? (
        <Empty picture={<Search size={40} strokeWidth={1} />} title="Find anything on this device">
          <p>Names, numbers, labels and every word of a message. It works without a network.</p>
        </Empty>
      ) : found?.length === 0 ? (
        <Empty picture={<SearchX size={40} strokeWidth={1} />} title={`Nothing on this device for “${query.trim()}”`}>
          <p>Try fewer letters, a name or a number.</p>
        </Empty>
      ) : (
        <>
          <p class="unseen" role="status">
            {found ? `${found.length} found` : ''}
          </p>
          <ul class="results">
            {found?.map(one => (
              <li key={`${one.conversation} ${one.message}`}>
                <Result found={one} />
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

/** `null` until the first answer. Answers that come late, for an older query, are dropped. */
export function useFound(query: string, most = 50): readonly Found[] | null {
  const [found, setFound] = useState<readonly Found[] | null>(null)
  useEffect(() => {
    let wanted = true
    if (query.trim() === '') return setFound(null)
    void search(query, most).then(answer => wanted && setFound(answer))
    return () => {
      wanted = false
    }
  }, [query, most])
  return found
}

function placeOf({ conversation, message }: Found): Route {
  return { screen: 'inbox', view: 'all', conversation, ...(message !== null && { message }) }
}

function Result({ found }: { found: Found }) {
  const row = threads.get(found.conversation)
  if (!row) return null
  const name = contactName(row.contact)
  return (
    <a class="result" href={pathOf(placeOf(found))} data-in-app>
      <Avatar name={name} of={personId(row.contact)}>
        <PlatformGlyph platform={row.platform} badge />
      </Avatar>
      <span class="who">
        <bdi class="name">{name}</bdi>
        {row.status !== 'open' && <span class="standing">{row.status}</span>}
        <time class="when">{shortWhen(found.at, now.value)}</time>
      </span>
      <span class="said" dir="auto">
        <Marked text={found.snippet} marks={found.marks} />
      </span>
    </a>
  )
}
