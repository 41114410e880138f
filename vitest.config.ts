import { defineConfig } from 'vitest/config'
import { forSeconds } from './test/support/for-seconds.ts'

/** Real processes that are killed, real sockets that wait: too slow for the fast loop. */
const slow = [
  'test/automation/model.test.ts',
  'test/cli/**/*.test.ts',
  'test/server/**/*.test.ts',
  'test/emulator/**/*.test.ts',
  'test/db/{durable,upkeep}.test.ts',
  'test/days/{carry,cold,faults}.test.ts',
  'test/log/{kill,days}.test.ts',
  'test/power/*.test.ts',
  'test/rot/*.test.ts',
  'test/routing/fairness.test.ts',
  'test/s3/cold-days.test.ts',
  'test/sim/*.test.ts',
  'test/platforms/{courtesies,sender,stopped-inbox,webchat,webchat-files,webchat-shown,webhook}.test.ts',
  'test/sealing/bytes.test.ts',
  'test/sync/**/*.test.ts',
  'test/together/**/*.test.ts'
]

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    tags: [{ name: 'long', description: 'Not in `npm test`, which has to end in ten minutes: `npm run test:long`.' }],
    // Many tests wait for a disk or a socket: one worker a core, where vitest would leave one core idle.
    maxWorkers: '100%',
    // A second, vitest's own patience, is not enough for a busy machine.
    expect: { poll: { timeout: 30_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/e2e/**', 'test/postgres/**', ...slow],
          pool: 'threads',
          testTimeout: 90_000,
          // The first PGlite of a file takes its time on a busy machine.
          hookTimeout: 300_000
        }
      },
      {
        extends: true,
        test: {
          name: 'slow',
          include: slow,
          execArgv: [...forSeconds],
          globalSetup: ['test/support/sample-template.ts'],
          testTimeout: 180_000,
          hookTimeout: 240_000
        }
      },
      {
        // What is true of PGlite must be true of a PostgreSQL server: the same files once more.
        extends: true,
        test: {
          name: 'postgres',
          include: [
            'test/postgres/**/*.test.ts',
            'test/db/{sql,tenancy,migrate}.test.ts',
            'test/log/{acks,commit,days,follow,hot,quick,sql-log,warm-rows}.test.ts',
            'test/days/{carry,close,cold,faults}.test.ts',
            'test/rot/repair.test.ts',
            'test/{actors,contacts,conversations}/**/*.test.ts',
            'test/media/loose.test.ts',
            'test/sealing/{erase,master-key,sealing}.test.ts'
          ],
          globalSetup: ['test/support/postgres-project.ts'],
          pool: 'threads',
          testTimeout: 90_000,
          hookTimeout: 90_000
        }
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          execArgv: [...forSeconds],
          globalSetup: ['test/support/ready-for-browser.ts', 'test/support/sample-template.ts'],
          setupFiles: ['test/e2e/where-they-stood.ts'],
          // On a busy machine everything takes its time; a step that hangs says so itself, long before.
          testTimeout: 300_000,
          hookTimeout: 300_000
        }
      }
    ]
  }
})
