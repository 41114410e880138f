const key = 'daybook-board'

/** The board this device looked at last. */
export function lastBoard(): string | null {
  return localStorage.getItem(key)
}

export function rememberBoard(workflow: string): void {
  localStorage.setItem(key, workflow)
}
