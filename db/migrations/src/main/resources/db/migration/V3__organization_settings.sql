-- What an organization allows with its previews, and who may decide that: those whom GitHub calls its owners.

create table organization_settings (
    organization_id    uuid primary key references organizations (id),
    public_previews    text not null,   -- who may make previews public: EVERYBODY, OWNERS, NOBODY
    public_for_seconds bigint,          -- how long a public preview stays so unless told otherwise; null: until somebody closes it
    changed_at         timestamptz not null
);

alter table memberships add column owner boolean not null default false;

-- A public preview may end by itself; and the organization is here too, so that all of its public ones are found at once.
alter table previews add column public_until timestamptz;
alter table previews add column cors_preflights boolean not null default false;
alter table previews add column organization_id uuid references organizations (id);
update previews p set organization_id = i.organization_id from intercepts i where i.id = p.intercept_id;
alter table previews alter column organization_id set not null;
create index previews_public on previews (organization_id) where access = 'PUBLIC';
create index previews_public_until on previews (public_until) where access = 'PUBLIC' and public_until is not null;

-- Since when a cluster has reported without a break, and whether its token was taken back.
alter table clusters add column connected_since timestamptz;
alter table clusters add column revoked_at timestamptz;
create index clusters_of_organization on clusters (organization_id, created_at);

-- The audit trail is read by pages, from a key on; and what a cluster or the clock did has no person behind it.
drop index audit_of_organization;
create index audit_of_organization on audit (organization_id, at desc, id desc);
create index audit_of_actor on audit (organization_id, actor, at desc, id desc);
