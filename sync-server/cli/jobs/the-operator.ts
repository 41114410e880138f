/** In whose name the command line acts. */
export const theOperator = { kind: 'system', id: 'operator' } as const
