insert into intercepts (id, organization_id, cluster_id, owner_id, namespace, name, workload, mechanism, match_lines, preview_headers,
                        target, laptop, session_id, state, message, created_at)
  select '00000000-0000-0000-0000-0000000000f5', organization_id, cluster_id, owner_id, namespace, 'Searched', workload, mechanism,
         match_lines, preview_headers, target, laptop, session_id, state, message, created_at from intercepts limit 1;
