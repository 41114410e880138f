import { personalInContacts } from './contacts/personal.ts'
import { personalInConversations } from './conversations/personal.ts'
import { personalInWorkflow } from './workflow/personal.ts'

/** The fields of this kind of fact that are about a person, with what is read in their place once they were erased. */
export function personalIn(type: string): Readonly<Record<string, unknown>> {
  return Object.hasOwn(personal, type) ? (personal[type] ?? nothing) : nothing
}

const nothing = {}
const personal: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ...personalInContacts,
  ...personalInConversations,
  ...personalInWorkflow
}
