/** Events of which not all could be done that follows: something of it cannot be read. */
export const leftErasures = `
  create table left_erasure (
    tenant text not null,
    seq bigint not null,
    primary key (tenant, seq)
  )
`
