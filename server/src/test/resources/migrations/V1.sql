-- What a service of the first form may have stored.
insert into users values ('00000000-0000-0000-0000-000000000001', 1, 'ada', 'Ada Lovelace', null, '\x01', '2026-01-01Z'),
                         ('00000000-0000-0000-0000-000000000002', 2, 'grace', 'Grace Hopper', 'https://a/2', null, '2026-01-01Z');
insert into organizations values ('00000000-0000-0000-0000-00000000000a', 10, 'acme', false, '2026-01-01Z'),
                                 ('00000000-0000-0000-0000-00000000000b', 1, 'ada', true, '2026-01-01Z');
insert into memberships values ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-00000000000a', '2026-01-01Z'),
                               ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-00000000000b', '2026-01-01Z');
insert into authorizations (id, client_id, grant_type, user_id, organization_id, scopes, access_hash, refresh_hash)
  values ('login', 'telepresence', 'authorization_code', '00000000-0000-0000-0000-000000000001',
          '00000000-0000-0000-0000-00000000000a', 'intercepts', 'a1', 'r1');
insert into clusters values ('00000000-0000-0000-0000-0000000000c1', '00000000-0000-0000-0000-00000000000a', 'uid', 'prod', 'h1',
                             '0.1.0', '2026-01-01Z', '2026-01-01Z');
insert into intercepts (id, organization_id, cluster_id, owner_id, namespace, name, workload, service, mechanism, match_lines,
                        preview_headers, target, laptop, session_id, state, message, created_at, ended_at, ended_by)
  values ('00000000-0000-0000-0000-0000000000d1', '00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000c1',
          '00000000-0000-0000-0000-000000000001', 'default', 'hello', '{}', 'hello', 'http', '[]', '{}', '127.0.0.1:9000',
          'laptop', 's1', 'ACTIVE', '', '2026-01-01Z', null, null),
         ('00000000-0000-0000-0000-0000000000d2', '00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-0000000000c1',
          '00000000-0000-0000-0000-000000000001', 'default', 'hello', '{}', 'hello', 'http', '[]', '{}', '127.0.0.1:9000',
          'laptop', 's1', 'ACTIVE', '', '2026-01-01Z', '2026-01-02Z', 'grace');
insert into previews values ('00000000-0000-0000-0000-0000000000d1', 'label1', 'PUBLIC', 'ingress', 80, false, null, '2026-01-01Z'),
                            ('00000000-0000-0000-0000-0000000000d2', 'label2', 'PRIVATE', 'ingress', 443, true, 'shop', '2026-01-01Z');
insert into handoff_codes values ('c1', 'label1', 'n1', '00000000-0000-0000-0000-000000000002', '/', '2026-01-01Z');
insert into visits values ('v1', 'label1', '00000000-0000-0000-0000-000000000002', '/', '2026-01-01Z');
insert into audit values ('00000000-0000-0000-0000-0000000000e1', '00000000-0000-0000-0000-00000000000a', '2026-01-01Z', 'Ada Lovelace',
                          'created', '00000000-0000-0000-0000-0000000000d1', 'made hello');
