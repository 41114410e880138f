type Props = { asking: boolean; words: string; waiting: string; disabled?: boolean }

/** Sends its form once: while the answer is awaited it does nothing. Disabled, it would lose the focus of who pressed it. */
export function Submit({ asking, words, waiting, disabled }: Props) {
  return (
    <button
      type="submit"
      class="button primary"
      disabled={disabled}
      aria-disabled={asking}
      onClick={event => asking && event.preventDefault()}
    >
      {asking ? waiting : words}
    </button>
  )
}
