import type { ConversationRefusal } from '../../shared/conversations/refusals.ts'
import { unreachable } from '../../shared/kernel/unreachable.ts'

type ChoicesRefusal = Extract<
  ConversationRefusal,
  { reason: 'choices-not-offered' | 'too-many-choices' | 'choice-too-long' | 'choices-alike' }
>

export function choicesSentence(refusal: ChoicesRefusal): string {
  switch (refusal.reason) {
    case 'choices-not-offered':
      return 'This platform has no choices to press. Ask in words.'
    case 'too-many-choices':
      return `This platform shows at most ${refusal.limit} choices. Remove some.`
    case 'choice-too-long':
      return `The choice “${refusal.title}” is too long. This platform takes at most ${refusal.limit} characters for a choice.`
    case 'choices-alike':
      return `The choice “${refusal.title}” is there twice. Nobody could tell which one was pressed.`
    default:
      return unreachable(refusal)
  }
}
