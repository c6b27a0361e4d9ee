-- What a search looks at, in small letters once and not at each search. A word of a search has no space in it, so none is found
-- across two names. The ends of very long texts are left out: an index takes no more than 2.7 KB of a row.
alter table intercepts
    add column words text generated always as (left(lower(name || ' ' || workload || ' ' || namespace), 600)) stored;
alter table users add column words text generated always as (left(lower(login || ' ' || name), 600)) stored;
alter table clusters add column words text generated always as (left(lower(name), 600)) stored;
alter table audit add column words text generated always as (left(lower(text), 600)) stored;

-- A rare word means looking at each row; in an index that holds all that is looked at this is cheap, row by row in the table it is not.
drop index intercepts_of_organization;
drop index intercepts_pages;
create index intercepts_pages on intercepts (organization_id, created_at desc, id desc)
    include (owner_id, cluster_id, state, words) where ended_at is null;
drop index audit_of_organization;
create index audit_of_organization on audit (organization_id, at desc, id desc) include (words);

-- One's own intercepts, without reading everybody's for them.
create index intercepts_of_owner on intercepts (organization_id, owner_id, created_at desc, id desc) where ended_at is null;
