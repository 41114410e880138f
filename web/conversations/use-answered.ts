import { useEffect } from 'preact/hooks'
import { answered } from './answered.ts'

export type Answered = { readonly message: string; letGo(): void }

/** The message that the reply answers, where it may answer one. `undefined`: none in particular. */
export function useAnswered(conversation: string, may: boolean, left: () => void): Answered | undefined {
  useEffect(() => void answered.recall(conversation).catch(reportError), [conversation])
  const message = answered.of(conversation)
  if (!may || message === undefined) return undefined
  const letGo = () => {
    answered.put(conversation, undefined)
    left()
  }
  return { message, letGo }
}
