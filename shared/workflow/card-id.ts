/** A conversation has at most one card in a workflow, whoever places it, and both ends know its id without asking. */
export function cardOf(workflow: string, conversation: string): string {
  return `${workflow}:${conversation}`
}
