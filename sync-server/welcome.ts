import { sampleRouted } from './sample/routed.ts'
import { sampleSignIns, sampleWebchat } from './sample/sample.ts'

export type Greeting = {
  readonly port: number
  readonly publicOrigin: string | undefined
  readonly dataDir: string
  readonly sample: boolean
  /** Of the sample sign-ins. `null`: it was printed when they were made. */
  readonly password: string | null
  /** With which the workspace is made; `null`: there is one. */
  readonly foundingKey: string | null
}

/** What whoever started the server reads. */
export function greeting({ port, publicOrigin, dataDir, sample, password, foundingKey }: Greeting): string {
  const origin = publicOrigin ?? `http://localhost:${port}`
  const lines: [string, string][] = [['Agents', origin]]
  if (sample) {
    lines.push(['Web chat', `${origin}/chat/${sampleWebchat}`], ['Phones', `${origin}/phone`])
    lines.push(['Routed chat', `${origin}/chat/${sampleRouted}`])
    lines.push(['Sign in as', sampleSignIns.map(one => one.email).join(', ')])
    lines.push(['Password', password ?? 'the one printed at the first start, or set DEMO_PASSWORD'])
  } else if (foundingKey !== null) {
    lines.push(['Begin here', `${origin}/#${foundingKey}`])
    lines.push(['', 'There is no workspace yet: with this link its first admin creates it.'])
  }
  lines.push(['Data', dataDir])
  const rows = lines.map(([name, text]) => `  ${name.padEnd(16)}${text}`)
  return ['', '  Daybook is ready.', '', ...rows, '', '  Ctrl-C stops it.', ''].join('\n')
}
