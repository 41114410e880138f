import type { Core } from '../../core.ts'
import { addTenant } from './add-tenant.ts'
import { addUser } from './add-user.ts'
import { archive } from './archive.ts'
import { backedUp, backup } from './backup.ts'
import { close } from './close.ts'
import { connectInbox } from './connect-inbox.ts'
import { days } from './days.ts'
import { erase, whoIs } from './erase.ts'
import { examine } from './examine.ts'
import { exportEvents } from './export.ts'
import { exportFull } from './export-full.ts'
import { imports, importHistory, previewHistory, undoOfImport } from './import-history.ts'
import type { Job, Word } from './job.ts'
import { discardLetter, letters, readLetters } from './letters.ts'
import { linkUser } from './link-user.ts'
import { rebuild } from './rebuild.ts'
import { setRetention } from './set-retention.ts'
import { tenants } from './tenants.ts'
import { verify } from './verify.ts'

/** Everything that can be asked where the data are. */
export const jobs = {
  tenants,
  'add-tenant': addTenant,
  'add-user': addUser,
  'link-user': linkUser,
  'connect-inbox': connectInbox,
  'set-retention': setRetention,
  letters,
  'read-letters': readLetters,
  'discard-letter': discardLetter,
  'who-is': whoIs,
  erase,
  export: exportEvents,
  'export-full': exportFull,
  'preview-history': previewHistory,
  'import-history': importHistory,
  imports,
  'undo-import': undoOfImport,
  verify,
  rebuild,
  days,
  close,
  archive,
  examine,
  backup,
  'backed-up': backedUp
}

export type JobName = keyof typeof jobs
export type InputOf<Name extends JobName> = (typeof jobs)[Name] extends Job<infer Input, unknown> ? Input : never
export type ItemOf<Name extends JobName> = (typeof jobs)[Name] extends Job<InputOf<Name>, infer Item> ? Item : never

export function isJob(name: string): name is JobName {
  return Object.hasOwn(jobs, name)
}

/** Whoever calls has read `input` with the job's own schema. */
export function runJob(core: Core, name: JobName, input: unknown): AsyncIterable<Word<unknown>> {
  return (jobs[name] as Job<unknown, unknown>).run(core, input)
}
