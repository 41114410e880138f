const prefix = 'automation.'

/** Who does what an automation does: the automation itself. */
export function authorOf(automation: string): { readonly kind: 'system'; readonly id: string } {
  return { kind: 'system', id: `${prefix}${automation}` }
}

/** Which automation did it. `null`: somebody else. */
export function automationOf(by: { readonly kind: string; readonly id: string }): string | null {
  return by.kind === 'system' && by.id.startsWith(prefix) ? by.id.slice(prefix.length) : null
}
