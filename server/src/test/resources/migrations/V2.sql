insert into web_sessions values ('w1', '00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-00000000000a', '2026-01-01Z', '2027-01-01Z'),
                                ('w2', '00000000-0000-0000-0000-000000000002', null, '2026-01-01Z', '2027-01-01Z');
update authorizations set spent_refresh_hash = 'r0', refreshed_at = '2026-01-02Z' where id = 'login';
