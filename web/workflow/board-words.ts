/** An empty board teaches the next step. */
export const boardWords = {
  opening: 'Opening the board…',
  notThis: { title: 'This board is not here', next: 'It was archived, or it belongs to another workspace.' },
  coming: { title: 'Fetching your boards', next: 'The first time takes a moment. Afterwards they are on this device.' },
  none: { title: 'No board yet', next: 'Ask an admin of your workspace to begin one.' },
  begin: { title: 'Begin with a board', next: 'Each of these is yours to work with at once.' }
} as const
