import { useState } from 'preact/hooks'
import type { Media } from '../../shared/conversations/content.ts'
import type { TemplateHead } from '../../shared/inboxes/events.ts'

export type Brought = { readonly media: Media; readonly bytes: ArrayBuffer }

/** Makes a file ready for a template's heading, or says why it cannot stand there. */
export type Prepare = (file: File, kind: TemplateHead) => Promise<Brought | { readonly problem: string }>

export type Head = {
  /** The file that is to go. */
  readonly brought: Brought | null
  /** Why another one is not. */
  readonly problem: string | null
  /** One is being made ready. */
  readonly busy: boolean
  bring(file: File): Promise<void>
}

/** The file for a template's heading, chosen by whoever sends it. `undefined`: the heading has none. */
export function useHead(kind: TemplateHead | undefined, prepare: Prepare): Head {
  const [brought, setBrought] = useState<Brought | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const bring = async (file: File) => {
    if (!kind) return
    setBusy(true)
    const prepared = await prepare(file, kind)
    if (!('problem' in prepared)) setBrought(prepared)
    setProblem('problem' in prepared ? prepared.problem : null)
    setBusy(false)
  }
  return { brought, problem, busy, bring }
}
