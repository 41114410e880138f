/** Who a handle belongs to. A row is a claim: the unique key decides when two first messages come at once. */
export const contactTables = `
  create table if not exists contact_handle (
    tenant text not null,
    platform text not null,
    kind text not null,
    value text not null,
    contact text not null,
    primary key (tenant, platform, kind, value)
  );
`

/** `value` is the handle's mark, and not the number itself: what is deleted may stand on a disk for long. */
export const contactMarks = `
  create index contact_handle_of on contact_handle (tenant, contact);
`
