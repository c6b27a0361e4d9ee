-- Keys for machines, logins of devices without a browser, and answers that a client may ask for again.

create table api_keys (
    id              uuid primary key,
    organization_id uuid not null references organizations (id),
    user_id         uuid not null references users (id), -- whom it speaks for
    name            text not null,
    prefix          text not null,        -- how it begins, so that people know it again
    secret_hash     text not null unique,
    scopes          text not null,        -- separated by spaces
    created_at      timestamptz not null,
    expires_at      timestamptz not null,
    last_used_at    timestamptz,          -- to the minute
    revoked_at      timestamptz
);

create index api_keys_pages on api_keys (organization_id, created_at desc, id desc) where revoked_at is null;

-- Device authorization (RFC 8628), from the request until the command has its tokens; then it is a row of authorizations.
create table device_logins (
    id              text primary key,
    client_id       text not null,
    scopes          text not null,
    device_hash     text not null unique,
    user_code_hash  text not null unique,
    state           text not null,        -- PENDING, APPROVED, DENIED
    user_id         uuid references users (id),         -- who approved, for which organization
    organization_id uuid references organizations (id),
    address         text not null,        -- where it was asked from, for whoever approves
    issued_at       timestamptz not null,
    expires_at      timestamptz not null,
    polled_at       timestamptz,
    poll_seconds    integer not null
);

create index device_logins_expiry on device_logins (expires_at);

-- What was answered to a request with an Idempotency-Key. Answers that show a secret are not kept.
create table idempotency_keys (
    user_id         uuid not null references users (id),
    organization_id uuid not null references organizations (id),
    key             text not null,
    fingerprint     text not null,        -- SHA-256 of method, path and body
    status          integer,              -- null while the first request is under way
    headers         text,                 -- JSON
    body            bytea,                -- null where it showed a secret
    created_at      timestamptz not null,
    primary key (user_id, organization_id, key)
);

create index idempotency_keys_age on idempotency_keys (created_at);

-- What GitHub said of organizations that it keeps from us: they restrict third-party applications, or want single sign-on.
alter table users add column github_notice text;

-- Pages of the list go on where the last one ended.
create index intercepts_pages on intercepts (organization_id, created_at desc, id desc) where ended_at is null;
