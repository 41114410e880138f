const sentences: Record<string, string> = {
  'too-long': 'This message is too long. Please split it in two.',
  'too-fast': 'That was a lot in a short time. Please wait a moment.',
  'too-many-files': 'These were many files in a short time. The next one can go in a few minutes.',
  empty: 'There is nothing in it.',
  'too-big': 'This file is too big: at most 25 MB.',
  'not-what-it-says': 'This file is not what it calls itself.',
  'file-not-taken': 'Files of this type are not taken here.',
  'turned-away': 'This file was turned away on its way here. Please try another one.',
  'no-such-file': 'The file did not arrive whole. Please try again.',
  'not-understood': 'The server could not read it.',
  'no-such-conversation': 'This chat is closed.'
}

/** Why the server would not take something, for the visitor. A reason this page does not know yet is still a refusal. */
export function sentence(reason: string): string {
  return sentences[reason] ?? 'It could not be accepted.'
}
