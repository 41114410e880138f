import type { Command } from './command.ts'

/** Drawn from the commands themselves, so that it cannot tell of others. */
export function helpOf(commands: readonly Command[]): string {
  const entry = ({ name, usage, about }: Command) =>
    [`  ${`${name} ${usage}`.trimEnd()}`, ...about.map(line => `      ${line}`)].join('\n')
  return [
    '',
    '  npm run daybook -- <command> [--json]',
    '',
    ...commands.map(entry),
    '  help',
    '      this page',
    '',
    '  The data are those in DATA_DIR (./data if not set), whether the server is running or not.',
    '  With --json every result is one JSON object a line; npm writes lines of its own in front, unless it is called as',
    '  npm run --silent daybook -- <command> --json. It ends with 0 when all is well, with 1 when something was found wrong',
    '  or could not be done, with 2 when it was called wrongly.',
    ''
  ].join('\n')
}
