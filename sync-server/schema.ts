import { automationCalls, automationTables, cardOfRun, waitingCalls } from './automation/tables.ts'
import { Misconfigured } from './config.ts'
import { contactLinks, contactMarks, contactTables } from './contacts/tables.ts'
import { conversationTables, resolvedThreads } from './conversations/tables.ts'
import { migrate, stepsTaken, type Migration } from './db/migrate.ts'
import type { Sql } from './db/sql.ts'
import { leftErasures } from './erasing/tables.ts'
import { identityTables, invitationTable } from './identity/tables.ts'
import { logMigrations } from './log/schema.ts'
import { heardTable, newsTable } from './wires/tables.ts'
import { broughtFiles, mediaTables } from './media/tables.ts'
import {
  businessAccounts,
  formerSecrets,
  mailboxesOfAdmins,
  platformTables,
  pulledPlaces,
  sealedLetters,
  signInsOfMailboxes,
  tokensThatEnd
} from './platforms/tables.ts'
import { pastPictures, routingTables } from './routing/tables.ts'
import { slaTables } from './sla/tables.ts'
import { syncTables } from './sync/tables.ts'
import { togetherTables } from './together/tables.ts'
import { heardCards, workflowTables } from './workflow/tables.ts'

/** Every step of the schema, in the order in which a database takes them. */
export const migrations: readonly Migration[] = [
  ...logMigrations,
  { name: 'identity-1', sql: identityTables },
  { name: 'sync-1', sql: syncTables },
  { name: 'conversations-1', sql: conversationTables },
  { name: 'contacts-1', sql: contactTables },
  { name: 'platforms-1', sql: platformTables },
  { name: 'together-1', sql: togetherTables },
  // Visitors are found by their handles, so before these are marked.
  { name: 'platforms-2', sql: sealedLetters },
  { name: 'contacts-2', sql: contactMarks },
  { name: 'conversations-2', sql: resolvedThreads },
  { name: 'workflow-1', sql: workflowTables },
  { name: 'secrets-1', sql: formerSecrets },
  { name: 'routing-1', sql: routingTables },
  { name: 'media-1', sql: mediaTables },
  { name: 'platforms-3', sql: pulledPlaces },
  { name: 'sla-1', sql: slaTables },
  { name: 'automation-1', sql: automationTables },
  { name: 'automation-2', sql: automationCalls },
  { name: 'routing-2', sql: pastPictures },
  { name: 'contacts-3', sql: contactLinks },
  { name: 'inboxes-1', sql: heardTable },
  { name: 'workflow-2', sql: heardCards },
  { name: 'platforms-4', sql: businessAccounts },
  { name: 'media-2', sql: broughtFiles },
  { name: 'platforms-5', sql: mailboxesOfAdmins },
  { name: 'platforms-6', sql: signInsOfMailboxes },
  { name: 'inboxes-2', sql: newsTable },
  { name: 'identity-2', sql: invitationTable },
  { name: 'platforms-7', sql: tokensThatEnd },
  { name: 'erasing-1', sql: leftErasures },
  { name: 'automation-3', sql: waitingCalls },
  { name: 'automation-4', sql: cardOfRun }
]

const known: ReadonlySet<string> = new Set(migrations.map(step => step.name))

/** The steps that are not of this version, nor of any before it. */
export function newerThanHere(steps: Iterable<string>): readonly string[] {
  return [...steps].filter(name => !known.has(name))
}

/**
 * Takes the steps this database has not taken yet, or of these `only` some: what an earlier version wrote is put into the
 * tables it wrote it from. @throws Misconfigured when it has taken some that are not known here
 */
export async function updateSchema(sql: Sql, only: readonly string[] = [...known]): Promise<void> {
  const newer = newerThanHere(await stepsTaken(sql))
  if (newer.length > 0)
    throw new Misconfigured(
      `These data were last used by a newer version of Daybook, which changed how they are stored (${newer.join(', ')}). ` +
        'Start that version or a later one. To stay with this one, restore a backup that it made, into an empty place.'
    )
  const wanted = new Set(only)
  await migrate(
    sql,
    migrations.filter(step => wanted.has(step.name))
  )
}
