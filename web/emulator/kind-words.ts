import type { PhoneMessage } from '../../shared/protocol/emulator.ts'

/** What stands for a message that has no words of its own. */
export const kindWords: Record<PhoneMessage['kind'], string> = {
  text: '…',
  template: 'Template',
  image: 'Photo',
  location: 'Location',
  video: 'Video',
  audio: 'Audio',
  document: 'Document'
}

export const unsentWords = 'You took this message back'
