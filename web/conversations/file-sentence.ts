import type { ConversationRefusal } from '../../shared/conversations/refusals.ts'
import { unreachable } from '../../shared/kernel/unreachable.ts'
import type { DispatchRefusal } from '../app/device.ts'
import { sizeWords } from '../ui/size-words.ts'

/** `image/jpeg` as people call it: JPEG. */
function typeWords(type: string): string {
  return (type.split('/')[1] ?? type).toUpperCase()
}

const ofFiles = [
  'file-not-taken',
  'file-too-big',
  'one-file-a-message',
  'captions-not-offered',
  'no-such-file',
  'file-not-what-it-says',
  'file-damaged',
  'file-not-here',
  'file-turned-away'
] as const

type FileRefusal = Extract<ConversationRefusal, { reason: (typeof ofFiles)[number] }>

export function isOfFile(refusal: DispatchRefusal): refusal is FileRefusal {
  return (ofFiles as readonly string[]).includes(refusal.reason)
}

/** Why a file does not go. */
export function fileSentence(refusal: FileRefusal): string {
  switch (refusal.reason) {
    case 'file-not-taken':
      return refusal.types.length === 0
        ? 'This platform does not take files of this kind.'
        : `This platform does not take files of this type. It takes ${refusal.types.map(typeWords).join(', ')}.`
    case 'file-too-big':
      return `The file is too big. This platform takes at most ${sizeWords(refusal.limit)}.`
    case 'one-file-a-message':
      return 'A message carries one file. Send them one by one.'
    case 'captions-not-offered':
      return 'This platform shows no words under such a file. Send them as a message of their own.'
    case 'no-such-file':
      return 'The file has not reached the server whole. Put it back into the composer and send it again.'
    case 'file-not-what-it-says':
      return `The file is not what it calls itself (${typeWords(refusal.mime)}), so the server did not take it.`
    case 'file-damaged':
      return 'The file was damaged on its way, or on this device. Attach it again from where it was.'
    case 'file-not-here':
      return 'The file is not on this device any more. Attach it again from where it was.'
    case 'file-turned-away':
      return refusal.status === 413
        ? 'The file is larger than the way to the server lets through. Whoever runs it can change that.'
        : `Something on the way to the server did not let the file through (${refusal.status}). Whoever runs it can see why.`
    default:
      return unreachable(refusal)
  }
}
