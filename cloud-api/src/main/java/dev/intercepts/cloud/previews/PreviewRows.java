package dev.intercepts.cloud.previews;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface PreviewRows extends JpaRepository<Preview, UUID> {

    Optional<Preview> findByLabel(String label);
}
