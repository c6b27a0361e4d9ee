package dev.intercepts.cloud.audit;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface AuditEntries extends JpaRepository<AuditEntry, UUID> {

    List<AuditEntry> findBySubjectIdInOrderByAtDesc(Collection<UUID> subjects);
}
