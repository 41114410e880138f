/** `words`: written beside the document, by a tab that has not got it. `document`: kept. */
export type DraftTold = { readonly type: 'words' | 'document'; readonly conversation: string }

/** What the tabs of one person tell each other of drafts; what they say is in the database. */
export type DraftNews = {
  tell(told: DraftTold): void
  onTold(listener: (told: DraftTold) => void): void
  close(): void
}

export function joinDraftNews(name: string): DraftNews {
  const channel = new BroadcastChannel(`${name}-drafts`)
  return {
    tell: told => channel.postMessage(told),
    onTold: listener => channel.addEventListener('message', event => listener(event.data as DraftTold)),
    close: () => channel.close()
  }
}
