insert into organization_settings values ('00000000-0000-0000-0000-00000000000a', 'OWNERS', 3600, '2026-01-01Z');
update previews set public_until = '2027-01-01Z' where label = 'label1';
update clusters set connected_since = '2026-01-01Z';
