import * as v from 'valibot'
import { factBase, id } from '../kernel/message.ts'

export const teamName = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60))

/** What can be true of a team. */
export const teamFact = v.variant('type', [
  v.object({ ...factBase, type: v.literal('team.formed'), name: teamName }),
  v.object({ ...factBase, type: v.literal('team.renamed'), name: teamName }),
  v.object({ ...factBase, type: v.literal('team.member-added'), agent: id }),
  v.object({ ...factBase, type: v.literal('team.member-removed'), agent: id }),
  v.object({ ...factBase, type: v.literal('team.disbanded') })
])
export type TeamFact = v.InferOutput<typeof teamFact>
