/** `Re:`, `AW:`, `RE[2]:`: the subject has been seen before. In the languages whose programs translate it. */
export const answerPrefix = /^(?:\s*(?:re|aw|antw|sv|vs|odp|rif|ynt|rép|réf)\s*(?:\[\d+\])?\s*[:：]\s*)+/iu
