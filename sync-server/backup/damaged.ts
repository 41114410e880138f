/** A copy that is not what was written. Its sentence names where. */
export class Damaged extends Error {}
