/** A read model: which cards there are and where. All of it can be drawn again from the log. */
export const workflowTables = `
  create table card (
    tenant text not null,
    card text not null,
    workflow text not null,
    inbox text not null,
    contact text not null,
    conversation text,
    status text not null,
    stage text not null,
    changed_at bigint not null,
    primary key (tenant, card)
  );
  create index card_open on card (tenant, workflow) where status = 'open';
  create index card_of_contact on card (tenant, contact);
  create index card_of_conversation on card (tenant, conversation);
`

/** Every card is drawn again, with when we heard of its last change instead of when its device said it was. */
export const heardCards = `
  delete from follower where name = 'cards';
`
