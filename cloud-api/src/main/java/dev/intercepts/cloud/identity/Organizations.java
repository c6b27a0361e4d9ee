package dev.intercepts.cloud.identity;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface Organizations extends JpaRepository<Organization, UUID> {

    Optional<Organization> findByGithubId(long githubId);

    /** The organizations of a user, real ones first, then the own account. */
    @Query("select o from Organization o where o.id in"
            + " (select m.organizationId from Membership m where m.userId = :user) order by o.personal, o.login")
    List<Organization> ofUser(UUID user);
}
