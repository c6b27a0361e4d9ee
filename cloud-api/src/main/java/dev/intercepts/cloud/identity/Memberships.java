package dev.intercepts.cloud.identity;

import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface Memberships extends JpaRepository<Membership, Membership.Key> {

    List<Membership> findByUserId(UUID userId);
}
