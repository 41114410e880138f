import { spawn } from 'node:child_process'

/** `by`: which seed or kept plan. */
export type Hunted = { readonly by: string; readonly faults: readonly string[] } | null

/** In a process of its own, whose sources have this fault: the first seed that notices, within `mostSeeds`, or else a kept plan. */
export function hunted(fault: string, mostSeeds = 300): Promise<Hunted> {
  const file = (name: string) => new URL(name, import.meta.url)
  const args = ['--import', file('plant.ts').href, file('hunt.ts').pathname, String(mostSeeds)]
  const process_ = spawn(process.execPath, args, { env: { ...process.env, FAULT: fault } })
  return new Promise((resolve, reject) => {
    let [said, errors] = ['', '']
    process_.stdout.on('data', (chunk: Buffer) => (said += chunk))
    process_.stderr.on('data', (chunk: Buffer) => (errors += chunk))
    process_.on('close', code => {
      if (code === 0) resolve(JSON.parse(said) as Hunted)
      else reject(new Error(`the hunt for "${fault}" ended with ${code}: ${errors}`))
    })
  })
}
