import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import * as v from 'valibot'
import { id } from '../../../shared/kernel/message.ts'
import { historyHints, historyPlan } from '../../../shared/protocol/history.ts'
import { bringHistory, undoHistory } from '../../history/history.ts'
import { importsOf } from '../../history/imports.ts'
import { NotTaken } from '../../history/not-taken.ts'
import { previewOf } from '../../history/preview.ts'
import { Refused } from '../refused.ts'
import { job, type Progress } from './job.ts'
import { theOperator } from './the-operator.ts'
import { working } from './working.ts'
import { demandWorkspace } from './workspace.ts'

const path = v.string()

/** What is in a file, before any of it is brought. */
export const previewHistory = job({
  input: v.object({ path, hints: historyHints }),
  async *run(_core, { path, hints }) {
    yield { item: await taken(async () => previewOf(await broughtFrom(path), hints)) }
  }
})

export const importHistory = job({
  input: v.object({ tenant: v.string(), path, plan: historyPlan }),
  async *run(core, { tenant, path, plan }) {
    await demandWorkspace(core, tenant)
    yield* working(async tell => {
      const brought = await taken(() => broughtFrom(path))
      return taken(() =>
        bringHistory(core, { tenant, plan, by: theOperator }, brought, {
          began: () => {},
          far: far(tell, 'brought')
        })
      )
    })
  }
})

export const imports = job({
  input: v.object({ tenant: v.string() }),
  async *run(core, { tenant }) {
    await demandWorkspace(core, tenant)
    for (const one of await importsOf(core, tenant)) yield { item: one }
  }
})

export const undoOfImport = job({
  input: v.object({ tenant: v.string(), import: id }),
  async *run(core, { tenant, import: which }) {
    await demandWorkspace(core, tenant)
    yield* working(async tell => {
      await taken(() => undoHistory(core, { tenant, import: which, by: theOperator }, far(tell, 'streams')))
      return { import: which, undone: true }
    })
  }
})

function far(tell: (progress: Progress) => void, what: string) {
  return (done: number, of: number) => tell({ what, done, of })
}

async function broughtFrom(path: string) {
  const hash = createHash('sha256')
  try {
    for await (const part of createReadStream(path)) hash.update(part as Buffer)
  } catch (error) {
    throw new NotTaken(`It cannot be read: ${(error as Error).message}`)
  }
  return { path, file: hash.digest('hex'), name: basename(path) }
}

async function taken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof NotTaken ? new Refused(error.message) : error
  }
}
