import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { runtimeFindings, diskFindings, signInFindings } from '../examine.ts'
import type { Finding } from '../finding.ts'
import type { Command, Desk } from '../command.ts'
import { isSaid } from '../refused.ts'

export const doctor: Command = {
  name: 'doctor',
  usage: '',
  about: [
    'looks at the disk, the clock, the database’s settings, versions, the archive and the last backup, and says what to do'
  ],
  options: {},
  async run(desk) {
    const { dataDir, databaseUrl, signInMissing } = desk.config
    let bad = 0
    const tell = async (findings: Iterable<Finding> | AsyncIterable<Finding>) => {
      for await (const one of findings) {
        if (one.state === 'bad') bad += 1
        const advice = one.advice === undefined ? '' : `\t→ ${one.advice}`
        await desk.print(one, `${one.state}\t${one.about}: ${one.found}${advice}`)
      }
    }
    await tell(runtimeFindings())
    await tell(diskFindings(dataDir))
    await tell(signInFindings(signInMissing))
    if (databaseUrl === undefined && !existsSync(join(dataDir, 'db'))) {
      await tell([
        {
          about: 'data',
          state: 'warning',
          found: `none in ${dataDir} yet`,
          advice: 'set DATA_DIR, or start the server'
        }
      ])
    } else {
      await tell(databaseFindings(desk))
    }
    return bad > 0 ? 1 : 0
  }
}

async function* databaseFindings(desk: Desk): AsyncGenerator<Finding> {
  try {
    yield* desk.ask('examine', {})
  } catch (error) {
    if (!isSaid(error)) throw error
    yield { about: 'data', state: 'bad', found: error.message, advice: 'mend that first: the server cannot open them' }
  }
}
