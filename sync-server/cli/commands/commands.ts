import type { Command } from '../command.ts'
import { backup } from './backup.ts'
import { doctor } from './doctor.ts'
import { exportCommand } from './export.ts'
import { importCommand } from './import.ts'
import { inboxesConnect } from './inboxes-connect.ts'
import { move } from './move.ts'
import { restore } from './restore.ts'
import { tenants } from './tenants.ts'
import { usersAdd } from './users-add.ts'
import { verify } from './verify.ts'

/** Everything the command line does, in the order in which the help tells it. */
export const commands: readonly Command[] = [
  tenants,
  usersAdd,
  inboxesConnect,
  exportCommand,
  importCommand,
  doctor,
  verify,
  backup,
  restore,
  move
]
