/** The words a template becomes. A parameter that is missing stays visible as `{{n}}`. */
export function fillTemplate(body: string, parameters: readonly string[]): string {
  return body.replace(/\{\{(\d+)\}\}/g, (blank, n: string) => parameters[Number(n) - 1] || blank)
}

/** How many parameters a template asks for. */
export function blanksOf(body: string): number {
  return Math.max(0, ...Array.from(body.matchAll(/\{\{(\d+)\}\}/g), match => Number(match[1])))
}
