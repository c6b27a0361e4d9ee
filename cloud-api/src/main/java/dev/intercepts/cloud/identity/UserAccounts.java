package dev.intercepts.cloud.identity;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface UserAccounts extends JpaRepository<UserAccount, UUID> {

    Optional<UserAccount> findByGithubId(long githubId);
}
