package dev.intercepts.cloud.identity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface Organizations extends JpaRepository<Organization, UUID> {

    Optional<Organization> findByGithubId(long githubId);

    /** Two people of one organization may log in for the first time at once. */
    @Modifying
    @Query(
            value = "insert into organizations (id, github_id, login, personal, created_at)"
                    + " values (:id, :githubId, :login, :personal, :now) on conflict (github_id) do nothing",
            nativeQuery = true)
    int insertIfMissing(UUID id, long githubId, String login, boolean personal, Instant now);

    /** The organizations of a user, real ones first, then the own account. */
    @Query("select o from Organization o where o.id in"
            + " (select m.organizationId from Membership m where m.userId = :user) order by o.personal, o.login")
    List<Organization> ofUser(UUID user);
}
