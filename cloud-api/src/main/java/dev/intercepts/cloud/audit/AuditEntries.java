package dev.intercepts.cloud.audit;

import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.repository.Repository;

interface AuditEntries extends Repository<AuditEntry, UUID> {

    List<AuditEntry> findBySubjectIdOrderByAtDescIdDesc(UUID subjectId, Limit limit);
}
