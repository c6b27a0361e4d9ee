-- The hosted service's tables. Secrets of ours stand here as SHA-256 hashes; GitHub's tokens are encrypted.

create table users (
    id            uuid primary key,
    github_id     bigint not null unique,
    login         text not null,
    name          text not null,
    avatar_url    text,
    github_token  bytea,
    created_at    timestamptz not null
);

create table organizations (
    id         uuid primary key,
    github_id  bigint not null unique,
    login      text not null,
    personal   boolean not null,
    created_at timestamptz not null
);

create table memberships (
    user_id         uuid not null references users (id),
    organization_id uuid not null references organizations (id),
    confirmed_at    timestamptz not null,
    primary key (user_id, organization_id)
);

-- Logins of the command line (OAuth 2.0): one row from authorization code to last refresh token.
create table authorizations (
    id                    text primary key,
    client_id             text not null,
    grant_type            text not null,
    user_id               uuid not null references users (id),
    organization_id       uuid not null references organizations (id),
    scopes                text not null,
    redirect_uri          text,
    code_challenge        text,
    code_challenge_method text,
    code_hash             text unique,
    code_issued_at        timestamptz,
    code_expires_at       timestamptz,
    code_invalidated      boolean not null default false,
    access_hash           text unique,
    access_issued_at      timestamptz,
    access_expires_at     timestamptz,
    access_invalidated    boolean not null default false,
    refresh_hash          text unique,
    refresh_issued_at     timestamptz,
    refresh_expires_at    timestamptz,
    refresh_invalidated   boolean not null default false
);

create table clusters (
    id               uuid primary key,
    organization_id  uuid not null references organizations (id),
    uid              text not null,
    name             text not null,
    token_hash       text not null,
    manager_version  text,
    reported_at      timestamptz,
    created_at       timestamptz not null,
    unique (organization_id, uid)
);

create table intercepts (
    id              uuid primary key,
    organization_id uuid not null references organizations (id),
    cluster_id      uuid not null references clusters (id),
    owner_id        uuid not null references users (id),
    namespace       text not null,
    name            text not null,
    workload        text not null,
    service         text,
    mechanism       text not null,
    match_lines     text not null,
    preview_headers text not null,
    target          text not null,
    laptop          text not null,
    session_id      text not null,
    state           text not null,
    message         text not null,
    created_at      timestamptz not null,
    reported        boolean not null default false,
    ended_at        timestamptz,
    ended_by        text,
    order_open      boolean not null default false
);

create unique index intercepts_live on intercepts (cluster_id, namespace, name) where ended_at is null;
create index intercepts_of_organization on intercepts (organization_id, created_at) where ended_at is null;
create index intercepts_orders on intercepts (cluster_id) where order_open;

create table previews (
    intercept_id uuid primary key references intercepts (id),
    label        text not null unique,
    access       text not null,
    ingress_host text not null,
    ingress_port integer not null,
    ingress_tls  boolean not null,
    l5_host      text,
    created_at   timestamptz not null
);

create table handoff_codes (
    code_hash   text primary key,
    label       text not null,
    nonce_hash  text not null,
    user_id     uuid not null references users (id),
    return_path text not null,
    expires_at  timestamptz not null
);

create table visits (
    token_hash  text primary key,
    label       text not null,
    user_id     uuid not null references users (id),
    return_path text not null,
    expires_at  timestamptz not null
);

create index visits_expiry on visits (expires_at);

create table audit (
    id              uuid primary key,
    organization_id uuid not null references organizations (id),
    at              timestamptz not null,
    actor           text not null,
    action          text not null,
    subject_id      uuid not null,
    text            text not null
);

create index audit_of_subject on audit (subject_id, at);
create index audit_of_organization on audit (organization_id, at);
