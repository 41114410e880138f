import { linkify } from './linkify.ts'

/** Text with its links working, and nothing else of it trusted. */
export function LinkedText({ text }: { text: string }) {
  return linkify(text).map((run, at) =>
    run.href ? (
      // oxlint-disable-next-line react/no-array-index-key -- the runs of a text have no other identity than their place
      <a key={at} href={run.href} target="_blank" rel="noopener noreferrer nofollow" dir="auto">
        {run.text}
      </a>
    ) : (
      run.text
    )
  )
}
