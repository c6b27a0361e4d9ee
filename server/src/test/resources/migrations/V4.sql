insert into api_keys values ('00000000-0000-0000-0000-0000000000f1', '00000000-0000-0000-0000-00000000000a',
                             '00000000-0000-0000-0000-000000000001', 'ci', 'icpt_ab', 'k1', 'read', '2026-01-01Z', '2027-01-01Z', null, null);
insert into device_logins values ('dev', 'telepresence', 'intercepts', 'd1', 'u1', 'PENDING', null, null, '127.0.0.1', '2026-01-01Z',
                                  '2027-01-01Z', null, 5);
insert into idempotency_keys values ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-00000000000a', 'key', 'f', 201, '{}',
                                     '\x7b7d', '2026-01-01Z');
update users set github_notice = 'sso' where login = 'grace';
