/**
 * `automation_run`: what automations looked at, kept before anything is done, so that a crash goes on with what was
 * decided. `automation_due`: for whom one that goes by time has to look at the clock.
 */
export const automationTables = `
  create table automation_run (
    tenant text not null,
    automation text not null,
    cause text not null,
    at bigint not null,
    conversation text,
    version integer not null,
    came text not null,
    fired boolean not null,
    ended boolean not null,
    primary key (tenant, automation, cause)
  );
  create index automation_run_by_time on automation_run (tenant, automation, at desc);
  create index automation_run_of_conversation on automation_run (tenant, conversation, automation, at) where fired;
  create table automation_due (
    tenant text not null,
    automation text not null,
    conversation text not null,
    at bigint not null,
    since bigint not null,
    primary key (tenant, automation, conversation)
  );
  create index automation_due_by_time on automation_due (at);
`
