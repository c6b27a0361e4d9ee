package dev.intercepts.cloud.identity;

import dev.intercepts.cloud.security.Encryption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.client.RestClientException;

/** Who people are and what they belong to, kept no older than an hour against GitHub. */
@Service
public class People {

    /**
     * How long a membership is believed before GitHub is asked again: less than an hour by more than what passes between two
     * looks at a stream or a tunnel, so that nothing lives on a membership that is older than an hour.
     */
    static final Duration BELIEVED = Duration.ofMinutes(58);

    /** How long it is believed at the most while GitHub does not answer. */
    static final Duration BELIEVED_UNANSWERED = Duration.ofHours(2);

    private static final Logger LOG = LoggerFactory.getLogger(People.class);

    private final UserAccounts users;
    private final Organizations organizations;
    private final Memberships memberships;
    private final GitHub github;
    private final Encryption encryption;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    People(
            UserAccounts users,
            Organizations organizations,
            Memberships memberships,
            GitHub github,
            Encryption encryption,
            ApplicationEventPublisher events,
            Clock clock) {
        this.users = users;
        this.organizations = organizations;
        this.memberships = memberships;
        this.github = github;
        this.encryption = encryption;
        this.events = events;
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
        UserAccount kept = users.save(account);
        refreshMemberships(kept, githubToken);
        return kept.id;
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
        Optional<Instant> confirmed = memberships.confirmedAt(userId, organizationId);
        if (confirmed.isEmpty() || younger(confirmed.get(), BELIEVED)) {
            return confirmed.isPresent();
        }
        UserAccount user = users.lock(userId).orElseThrow();
        // Whoever waited for the lock has the answer that the one before got.
        Optional<Instant> since = memberships.confirmedAt(userId, organizationId);
        if (since.isEmpty() || younger(since.get(), BELIEVED)) {
            return since.isPresent();
        }
        return askAgain(user)
                ? memberships.confirmedAt(userId, organizationId).isPresent()
                : younger(since.get(), BELIEVED_UNANSWERED);
    }

    /**
     * Asks GitHub now what somebody belongs to.
     *
     * @return whether it answered
     */
    @Transactional
    public boolean lookAgain(UUID userId) {
        return users.lock(userId).map(this::askAgain).orElse(false);
    }

    /** What GitHub said last of organizations that it keeps back from us, for the person to read. */
    @Transactional(readOnly = true)
    public Optional<String> notice(UUID userId) {
        return users.findById(userId).map(user -> user.githubNotice);
    }

    /** Whether GitHub calls somebody an owner of the organization, as of the last time it was asked; of their own account all are. */
    @Transactional(readOnly = true)
    public boolean isOwner(UUID userId, UUID organizationId) {
        return memberships
                .findById(new Membership.Key(userId, organizationId))
                .filter(membership -> membership.owner)
                .isPresent();
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

    /** Logins of several organizations, by id; one query for all of them. */
    @Transactional(readOnly = true)
    public Map<UUID, String> organizationNames(Collection<UUID> organizationIds) {
        return organizations.findAllById(organizationIds).stream()
                .collect(Collectors.toMap(organization -> organization.id, organization -> organization.login));
    }

    private boolean younger(Instant confirmed, Duration age) {
        return confirmed.plus(age).isAfter(clock.instant());
    }

    private boolean askAgain(UserAccount user) {
        if (user.githubToken == null) {
            return true;
        }
        try {
            Encryption.Opened token = encryption.decrypt(user.githubToken);
            if (token.earlierKey()) {
                user.githubToken = encryption.encrypt(token.text());
            }
            refreshMemberships(user, token.text());
            return true;
        } catch (GitHub.TokenRejectedException e) {
            user.githubToken = null;
            endMemberships(memberships.findByUserId(user.id));
            return true;
        } catch (Encryption.UnknownKeyException e) {
            LOG.atError().addKeyValue("user", user.login).log(String.valueOf(e.getMessage()));
            return false;
        } catch (RestClientException e) {
            LOG.atWarn().addKeyValue("user", user.login).setCause(e).log("GitHub did not answer about memberships");
            return false;
        }
    }

    private void refreshMemberships(UserAccount user, String githubToken) {
        Map<UUID, Boolean> confirmed = new HashMap<>();
        confirmed.put(organization(user.githubId, user.login, true), true);
        GitHub.Belonging belonging = github.organizations(githubToken);
        user.githubNotice = belonging.notice();
        Set<Long> owned = belonging.organizations().isEmpty() ? Set.of() : github.owned(githubToken);
        for (GitHub.Account account : belonging.organizations()) {
            confirmed.put(organization(account.id(), account.login(), false), owned.contains(account.id()));
        }
        Instant now = clock.instant();
        confirmed.forEach((id, owner) -> memberships.save(Membership.of(new Membership.Key(user.id, id), now, owner)));
        endMemberships(memberships.findByUserId(user.id).stream()
                .filter(membership -> !confirmed.containsKey(membership.organizationId))
                .toList());
    }

    private void endMemberships(List<Membership> ended) {
        memberships.deleteAll(ended);
        memberships.flush();
        ended.forEach(
                membership -> events.publishEvent(new MembershipEnded(membership.userId, membership.organizationId)));
    }

    private UUID organization(long githubId, String login, boolean personal) {
        Organization organization = organizations.findByGithubId(githubId).orElseGet(() -> {
            organizations.insertIfMissing(UUID.randomUUID(), githubId, login, personal, clock.instant());
            return organizations.findByGithubId(githubId).orElseThrow();
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
