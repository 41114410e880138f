import { me } from '../app/live.ts'
import { nameOf } from '../app/shell/agent-name.ts'

/** Why words that went are a draft again. `by`: who had sent what they wrote together. */
export function givenBackWords(by: string): string {
  const who = by === me.peek()?.agent ? 'You had sent this draft' : `${nameOf(by)} had sent this draft`
  return `${who} already, without your last words. They are back in the composer.`
}
