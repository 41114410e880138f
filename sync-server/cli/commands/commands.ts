import type { Command } from '../command.ts'
import { archive } from './archive.ts'
import { backup } from './backup.ts'
import { close } from './close.ts'
import { days } from './days.ts'
import { doctor } from './doctor.ts'
import { erase } from './erase.ts'
import { exportCommand } from './export.ts'
import { importCommand } from './import.ts'
import { importHistory } from './import-history.ts'
import { imports, importsUndo } from './imports.ts'
import { inboxesConnect } from './inboxes-connect.ts'
import { inboxesRetention } from './inboxes-retention.ts'
import { letters, lettersDiscard, lettersRead } from './letters.ts'
import { move } from './move.ts'
import { rebuild } from './rebuild.ts'
import { repair } from './repair.ts'
import { restore } from './restore.ts'
import { tenants } from './tenants.ts'
import { tenantsAdd } from './tenants-add.ts'
import { usersAdd } from './users-add.ts'
import { usersLink } from './users-link.ts'
import { verify } from './verify.ts'

/** Everything the command line does, in the order in which the help tells it. */
export const commands: readonly Command[] = [
  tenants,
  tenantsAdd,
  usersAdd,
  usersLink,
  inboxesConnect,
  inboxesRetention,
  letters,
  lettersRead,
  lettersDiscard,
  erase,
  exportCommand,
  importCommand,
  importHistory,
  imports,
  importsUndo,
  doctor,
  verify,
  rebuild,
  days,
  close,
  archive,
  backup,
  restore,
  repair,
  move
]
