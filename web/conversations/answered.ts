import { besideWords } from './beside-words.ts'

/** The message that the next reply answers, by its id: chosen on this device, and shared with nobody before it is sent. */
export const answered = besideWords('answered')
