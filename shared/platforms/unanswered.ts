/** The code of a failure: the platform was asked, and has not said what became of it. It is asked again, and takes it once. */
export const unanswered = 'unanswered'
