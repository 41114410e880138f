import { useState } from 'preact/hooks'
import type { Strategy } from '../../shared/platforms/strategy.ts'
import { attach } from './attached.ts'

export type Attaching = {
  /** Why something was not attached. `null`: nothing is wrong. */
  readonly problem: string | null
  /** Something is being made ready. */
  readonly busy: boolean
  /** For whoever does not see it appear. */
  readonly told: string
  add(files: readonly File[]): Promise<void>
  say(problem: string | null): void
}

/** The disk is full, or the network did not bring the code. */
export const notAttached = 'It could not be attached. This device has no room for it, or is offline for the first time.'

/** Only needed once somebody brings a file. */
export const preparing = () => import('./prepare-file.ts')

/** Files on their way into the composer, however they come: chosen, pasted or dropped. */
export function useAttaching(conversation: string, strategy: Strategy): Attaching {
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [told, setTold] = useState('')
  const add = async (files: readonly File[]) => {
    if (files.length === 0) return
    setBusy(true)
    setProblem(null)
    try {
      const { prepareFile } = await preparing()
      for (const file of files) {
        const prepared = await prepareFile(file, strategy)
        if ('problem' in prepared) setProblem(prepared.problem)
        else {
          await attach(conversation, prepared.media, prepared.bytes)
          setTold(`${prepared.media.name} attached`)
        }
      }
    } catch (error) {
      setProblem(notAttached)
      reportError(error)
    } finally {
      setBusy(false)
    }
  }
  return { problem, busy, told, add, say: setProblem }
}
