import type { Missing } from '../../shared/automation/said.ts'

/** Why a step could not be done or said, within a sentence. */
export const missingWords: Readonly<Record<Missing, string>> = {
  'no-conversation': 'there is no conversation for it',
  'no-card': 'the conversation has no card to move',
  'no-phrase': 'its saved reply was removed',
  'no-template': 'the inbox has no such template',
  'other-blanks': 'the template has other blanks than when it was chosen',
  'empty-blank': 'a blank of the template would have stayed empty',
  'needs-file': 'the template needs a file in its heading, which only a person can bring',
  'needs-place': 'the template needs a place in its heading, which only a person can say',
  'unknown-customer': 'nobody knows the customer’s name, and nothing is said instead',
  'unknown-agent': 'nobody has the conversation whose name it could say, and nothing is said instead'
}
