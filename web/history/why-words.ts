const words: Readonly<Record<string, string>> = {
  'before-the-first-message': 'stands before the first message.',
  'no-such-date': 'there is no such date; it goes on with the message before it.',
  'time-not-understood': 'its time is not understood; it goes on with the message before it.',
  'no-number-and-no-address': 'has no number and no e-mail address.',
  'no-such-number': 'that is no telephone number.',
  'no-country-code': 'the number has no country code.',
  'no-such-address': 'that is no e-mail address.',
  'name-too-long': 'the name is too long.',
  'value-too-long': 'a detail is too long.',
  'quotation-never-ends': 'a quotation begins that never ends.',
  'no-message': 'this is no message.'
}

/** Why a line was not read, behind its number. */
export function whyWords(why: string): string {
  return words[why] ?? why.replaceAll('-', ' ')
}
