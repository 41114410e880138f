/** What the operator asked for cannot be done: its sentence, and exit code 1. */
export class Refused extends Error {}

/** What the operator asked for makes no sense as it was written: its sentence, and exit code 2. */
export class Misused extends Error {}
