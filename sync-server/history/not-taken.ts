/** A file that is not taken: a sentence for whoever brought it. */
export class NotTaken extends Error {}
