-- People signed in with a browser: the cookie holds a secret whose hash stands here, so a restart signs nobody out.

create table web_sessions (
    token_hash      text primary key,
    user_id         uuid not null references users (id),
    organization_id uuid references organizations (id), -- null until one is chosen
    created_at      timestamptz not null,
    expires_at      timestamptz not null
);

create index web_sessions_expiry on web_sessions (expires_at);

-- A refresh token that was used before tells that somebody else has it.
alter table authorizations add column spent_refresh_hash text unique;
alter table authorizations add column refreshed_at timestamptz;
create index authorizations_expiry on authorizations (refresh_expires_at);
