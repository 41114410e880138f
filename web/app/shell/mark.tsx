/** Our mark: a ledger's page with its margin line and a tick. */
export function Mark() {
  return (
    <svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="var(--accent)" />
      <path d="M8.5 6v20M11 6v20" stroke="var(--on-accent)" stroke-opacity=".5" />
      <path class="tick" d="m14.5 16.8 3.4 3.7 7-9.3" stroke="var(--on-accent)" />
    </svg>
  )
}
