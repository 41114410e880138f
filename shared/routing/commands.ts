import * as v from 'valibot'
import { commandBase, id } from '../kernel/message.ts'
import { teamName } from './events.ts'

const base = { ...commandBase, team: id }

export const teamCommand = v.variant('type', [
  v.object({ ...base, type: v.literal('team.form'), name: teamName }),
  v.object({ ...base, type: v.literal('team.rename'), name: teamName }),
  v.object({ ...base, type: v.literal('team.add-member'), agent: id }),
  v.object({ ...base, type: v.literal('team.remove-member'), agent: id }),
  v.object({ ...base, type: v.literal('team.disband') })
])
export type TeamCommand = v.InferOutput<typeof teamCommand>
