import type { WaitingLine } from '../../shared/routing/wait.ts'

/**
 * The line in which a conversation waits: that of its inbox for what it needs, which is what its labels ask of people.
 * A label that is nobody's skill asks for nothing.
 */
export function lineOf(
  lines: readonly WaitingLine[],
  { inbox, labels }: { readonly inbox: string; readonly labels: readonly string[] },
  skills: ReadonlySet<string>
): WaitingLine | undefined {
  const needs = labels.filter(label => skills.has(label))
  return lines.find(
    line => line.inbox === inbox && line.needs.length === needs.length && line.needs.every(need => needs.includes(need))
  )
}
