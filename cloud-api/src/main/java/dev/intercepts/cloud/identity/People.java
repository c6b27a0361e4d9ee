package dev.intercepts.cloud.identity;

import dev.intercepts.cloud.security.Encryption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.client.RestClientException;

/** Who people are and what they belong to, kept no older than an hour against GitHub. */
@Service
public class People {

    /** How long a membership is believed before GitHub is asked again. */
    static final Duration BELIEVED = Duration.ofHours(1);

    /** How long it is believed at the most while GitHub does not answer. */
    static final Duration BELIEVED_UNANSWERED = Duration.ofHours(2);

    private static final Logger LOG = LoggerFactory.getLogger(People.class);

    private final UserAccounts users;
    private final Organizations organizations;
    private final Memberships memberships;
    private final GitHub github;
    private final Encryption encryption;
    private final Clock clock;

    People(
            UserAccounts users,
            Organizations organizations,
            Memberships memberships,
            GitHub github,
            Encryption encryption,
            Clock clock) {
        this.users = users;
        this.organizations = organizations;
        this.memberships = memberships;
        this.github = github;
        this.encryption = encryption;
        this.clock = clock;
    }

    /** Somebody logged in: learns from GitHub who they are and what they belong to. */
    @Transactional
    public UUID loggedIn(String githubToken) {
        GitHub.User user = github.user(githubToken);
        UserAccount account = users.findByGithubId(user.id()).orElseGet(() -> newUser(user.id()));
        String name = user.name();
        account.login = user.login();
        account.name = name == null || name.isBlank() ? user.login() : name;
        account.avatarUrl = user.avatar_url();
        account.githubToken = encryption.encrypt(githubToken);
        users.save(account);
        refreshMemberships(account, githubToken);
        return account.id;
    }

    /** The organizations somebody can choose from. */
    @Transactional(readOnly = true)
    public List<Choice> choices(UUID userId) {
        return organizations.ofUser(userId).stream()
                .map(organization -> new Choice(organization.id, organization.login, organization.personal))
                .toList();
    }

    /** Somebody acting for an organization; empty where they do not belong to it, or no more. */
    @Transactional
    public Optional<Person> person(UUID userId, UUID organizationId) {
        if (!isMember(userId, organizationId)) {
            return Optional.empty();
        }
        return users.findById(userId)
                .flatMap(user -> organizations
                        .findById(organizationId)
                        .map(organization -> new Person(
                                user.id, user.login, user.name, user.avatarUrl, organization.id, organization.login)));
    }

    /** Whether somebody belongs to an organization; asks GitHub where the last answer is older than an hour. */
    @Transactional
    public boolean isMember(UUID userId, UUID organizationId) {
        Optional<Membership> membership = memberships.findById(new Membership.Key(userId, organizationId));
        if (membership.isEmpty()) {
            return false;
        }
        Instant confirmed = membership.get().confirmedAt;
        if (confirmed.plus(BELIEVED).isAfter(clock.instant())) {
            return true;
        }
        return askAgain(userId)
                ? memberships.existsById(new Membership.Key(userId, organizationId))
                : confirmed.plus(BELIEVED_UNANSWERED).isAfter(clock.instant());
    }

    /** Name and picture of somebody, for people to read. */
    @Transactional(readOnly = true)
    public Optional<Profile> profile(UUID userId) {
        return profiles(List.of(userId)).stream().findFirst();
    }

    /** Names and pictures of several people; one query for all of them. */
    @Transactional(readOnly = true)
    public List<Profile> profiles(Collection<UUID> userIds) {
        return users.findAllById(userIds).stream()
                .map(user -> new Profile(user.id, user.login, user.name, user.avatarUrl))
                .toList();
    }

    /** Login of an organization. */
    @Transactional(readOnly = true)
    public String organizationName(UUID organizationId) {
        return organizations
                .findById(organizationId)
                .map(organization -> organization.login)
                .orElse("");
    }

    private boolean askAgain(UUID userId) {
        UserAccount user = users.findById(userId).orElseThrow();
        if (user.githubToken == null) {
            return true;
        }
        try {
            refreshMemberships(user, encryption.decrypt(user.githubToken));
            return true;
        } catch (GitHub.TokenRejectedException e) {
            user.githubToken = null;
            memberships.deleteAll(memberships.findByUserId(userId));
            memberships.flush();
            return true;
        } catch (RestClientException e) {
            LOG.atWarn().addKeyValue("user", user.login).setCause(e).log("GitHub did not answer about memberships");
            return false;
        }
    }

    private void refreshMemberships(UserAccount user, String githubToken) {
        Set<UUID> confirmed = new HashSet<>();
        confirmed.add(organization(user.githubId, user.login, true));
        for (GitHub.Account account : github.organizations(githubToken)) {
            confirmed.add(organization(account.id(), account.login(), false));
        }
        Instant now = clock.instant();
        confirmed.forEach(id -> memberships.save(Membership.of(new Membership.Key(user.id, id), now)));
        memberships.findByUserId(user.id).stream()
                .filter(membership -> !confirmed.contains(membership.organizationId))
                .forEach(memberships::delete);
        memberships.flush();
    }

    private UUID organization(long githubId, String login, boolean personal) {
        Organization organization = organizations.findByGithubId(githubId).orElseGet(() -> {
            Organization created = new Organization();
            created.id = UUID.randomUUID();
            created.githubId = githubId;
            created.createdAt = clock.instant();
            return created;
        });
        organization.login = login;
        organization.personal = personal;
        return organizations.save(organization).id;
    }

    private UserAccount newUser(long githubId) {
        UserAccount created = new UserAccount();
        created.id = UUID.randomUUID();
        created.githubId = githubId;
        created.createdAt = clock.instant();
        return created;
    }

    /** An organization somebody can choose. */
    public record Choice(UUID id, String login, boolean personal) {}

    /** Somebody, for people to read. */
    public record Profile(
            UUID id,
            String login,
            String name,
            @org.jspecify.annotations.Nullable String avatar) {}
}
