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

/** A read model: whose part a contact is. All of it can be drawn again from the log. */
export const contactLinks = `
  create table contact_link (
    tenant text not null,
    contact text not null,
    part_of text not null,
    primary key (tenant, contact)
  );
  create index contact_link_of on contact_link (tenant, part_of);
`

/** `value` is the handle's mark, and not the number itself: what is deleted may stand on a disk for long. */
export const contactMarks = `
  create index contact_handle_of on contact_handle (tenant, contact);
`
