import { MessageSquareQuote } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { automations, me, phrases, type PhraseRow } from '../app/live.ts'
import { act } from '../app/shell/act.ts'
import { Empty } from '../ui/empty.tsx'
import { SaidTwice } from '../ui/said-twice.tsx'
import { findPhrases } from './find.ts'
import { dropPhrase, keepPhrase, keptPhrases, type PhraseDraft } from './kept.ts'
import { draftOf, nameField, PhraseForm } from './phrase-form.tsx'
import '../styles/workflows.css'

/** All saved replies. Admins write them, also without a network; everybody reads them. */
export function PhrasesScreen() {
  void phrases.revision.value
  const [query, setQuery] = useState('')
  const isAdmin = me.value?.role === 'admin'
  const drafts = isAdmin ? keptPhrases() : {}
  const begun = Object.entries(drafts).filter(([phrase]) => !phrases.all.has(phrase))
  const found = findPhrases(phrases.all.values(), query)
  return (
    <div class="screen workflows">
      <header class="head">
        <h1>Saved replies</h1>
        {phrases.all.size > 0 && <span class="total">{phrases.all.size}</span>}
      </header>
      <p class="hint">To use one, begin an empty reply with / and choose. You read it before it is sent.</p>
      {isAdmin && (
        <p class="acts">
          <button
            type="button"
            class="button primary"
            onClick={() => edit(crypto.randomUUID(), { onVersion: 0, name: '', text: '' })}
          >
            New saved reply
          </button>
        </p>
      )}
      {begun.map(([phrase, draft]) => (
        <PhraseForm key={phrase} phrase={phrase} draft={draft} row={undefined} />
      ))}
      {phrases.all.size > 8 && (
        <input
          class="input"
          type="search"
          placeholder="Find a saved reply"
          aria-label="Find a saved reply"
          value={query}
          onInput={event => setQuery(event.currentTarget.value)}
        />
      )}
      {phrases.all.size === 0 && begun.length === 0 && (
        <Empty picture={<MessageSquareQuote size={40} strokeWidth={1} />} title="Nothing is saved yet">
          <p>{isAdmin ? 'Write what you say often once, and say it with two keys.' : 'An admin writes them.'}</p>
        </Empty>
      )}
      <ul class="entries" aria-label="Saved replies">
        {found.map(row => {
          const draft = drafts[row.phrase]
          return (
            <li key={row.phrase}>
              {draft ? (
                <PhraseForm phrase={row.phrase} draft={draft} row={row} />
              ) : (
                <Entry row={row} isAdmin={isAdmin} />
              )}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function Entry({ row, isAdmin }: { row: PhraseRow; isAdmin: boolean }) {
  const { phrase, name, text } = row
  const remove = async () => {
    const { accepted } = await act({ type: 'phrase.remove', phrase }, { done: `“${name}” is removed` })
    if (accepted) dropPhrase(phrase)
  }
  return (
    <div class="entry" data-phrase={phrase}>
      <p class="entry-head">
        <b dir="auto">{name}</b>
      </p>
      <p class="words" dir="auto">
        {text}
      </p>
      {isAdmin && (
        <div class="acts">
          <button type="button" class="button" aria-label={`Edit ${name}`} onClick={() => edit(phrase, draftOf(row))}>
            Edit
          </button>
          <SaidTwice
            words="Remove"
            label={`Remove ${name}`}
            outcome={usedWords(phrase)}
            again="Remove it for everybody"
            keep="Keep it"
            act={remove}
          />
        </div>
      )}
    </div>
  )
}

/** Its form stands here from now on, in place of the button. */
function edit(phrase: string, draft: PhraseDraft): void {
  keepPhrase(phrase, draft)
  requestAnimationFrame(() => document.getElementById(nameField(phrase))?.focus())
}

function usedWords(phrase: string): string {
  const names = [...automations.all.values()].flatMap(({ now }) =>
    now?.rule.then.some(step => step.do === 'send-phrase' && step.phrase === phrase) ? [`“${now.rule.name}”`] : []
  )
  if (names.length === 0) return 'No automation and no macro sends it.'
  return `${names.join(', ')} would have nothing to send any more, and say so.`
}
