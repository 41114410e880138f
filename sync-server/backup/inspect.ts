import { chain, type Chain } from '../log/verify.ts'
import { Damaged } from './damaged.ts'
import { formatVersion, type CopyLine, type Header } from './record.ts'

/** Reads a whole copy and follows every log in it. @throws Damaged */
export async function inspect(
  lines: AsyncIterable<string>,
  progress: (events: number, of: number) => void = () => {}
): Promise<Header> {
  let done = 0
  let header: Header | undefined
  const chains = new Map<string, Chain>()
  for await (const text of lines) {
    const line = parsed(text)
    if ('daybook' in line) header = line
    if (!('events' in line)) continue
    const followed = chains.get(line.events) ?? chain(line.events)
    chains.set(line.events, followed)
    for (const row of line.rows) {
      const fault = followed.take(row)
      if (fault) throw new Damaged(`event ${fault.seq} of ${line.events} ${fault.what}`)
    }
    done += line.rows.length
    progress(done, eventsIn(header))
  }
  if (header?.daybook !== formatVersion) throw new Damaged('it does not begin like a backup of this kind')
  for (const { tenant, seq, hash } of header.tenants) {
    const followed = chains.get(tenant)
    if (followed?.seq !== seq || followed.hash !== hash) {
      throw new Damaged(`the log of ${tenant} ends at ${followed?.seq ?? 0} in place of ${seq}`)
    }
  }
  return header
}

export function eventsIn(header: Header | undefined): number {
  return header?.tenants.reduce((sum, { seq }) => sum + seq, 0) ?? 0
}

function parsed(text: string): CopyLine {
  try {
    return JSON.parse(text) as CopyLine
  } catch {
    throw new Damaged('a line is no JSON')
  }
}
