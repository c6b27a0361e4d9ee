package dev.intercepts.cloud.identity;

import dev.intercepts.cloud.security.Encryption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
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
    private final TransactionTemplate transaction;
    private final Questions questions;

    People(
            UserAccounts users,
            Organizations organizations,
            Memberships memberships,
            GitHub github,
            Encryption encryption,
            ApplicationEventPublisher events,
            Clock clock,
            TransactionTemplate transaction) {
        this.users = users;
        this.organizations = organizations;
        this.memberships = memberships;
        this.github = github;
        this.encryption = encryption;
        this.events = events;
        this.clock = clock;
        this.transaction = transaction;
        this.questions = new Questions(clock);
    }

    /** Somebody logged in: learns from GitHub who they are and what they belong to. Not within a transaction. */
    public UUID loggedIn(String githubToken) {
        demandNoTransaction();
        GitHub.User user = github.user(githubToken);
        Answer answer = ask(githubToken);
        return transaction.execute(status -> {
            UserAccount account = users.lockByGithubId(user.id()).orElseGet(() -> newUser(user.id()));
            String name = user.name();
            account.login = user.login();
            account.name = name == null || name.isBlank() ? user.login() : name;
            account.avatarUrl = user.avatar_url();
            account.githubToken = encryption.encrypt(githubToken);
            UserAccount kept = users.save(account);
            write(kept, answer);
            return kept.id;
        });
    }

    /** The organizations somebody can choose from. */
    @Transactional(readOnly = true)
    public List<Choice> choices(UUID userId) {
        return organizations.ofUser(userId).stream()
                .map(organization -> new Choice(organization.id, organization.login, organization.personal))
                .toList();
    }

    /** Somebody acting for an organization; empty where they do not belong to it, or no more. Not within a transaction. */
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

    /**
     * Whether somebody belongs to an organization; asks GitHub where the last answer is older than an hour. Not within a transaction:
     * whoever waits for GitHub must not keep a connection to the database from others.
     */
    public boolean isMember(UUID userId, UUID organizationId) {
        demandNoTransaction();
        Optional<Instant> confirmed = memberships.confirmedAt(userId, organizationId);
        if (confirmed.isEmpty() || younger(confirmed.get(), BELIEVED)) {
            return confirmed.isPresent();
        }
        // Who asks may have looked before the answer to the question before was there.
        boolean answered = questions.ask(
                userId,
                () -> memberships
                                .confirmedAt(userId, organizationId)
                                .filter(since -> !younger(since, BELIEVED))
                                .isEmpty()
                        || askAgain(userId));
        return answered
                ? memberships.confirmedAt(userId, organizationId).isPresent()
                : younger(confirmed.get(), BELIEVED_UNANSWERED);
    }

    /**
     * Asks GitHub now what somebody belongs to. Not within a transaction.
     *
     * @return whether it answered
     */
    public boolean lookAgain(UUID userId) {
        demandNoTransaction();
        return questions.askNow(userId, () -> askAgain(userId));
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

    private static void demandNoTransaction() {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            throw new IllegalStateException("GitHub may be asked now, and a transaction would wait for its answer");
        }
    }

    private boolean askAgain(UUID userId) {
        UserAccount user = users.findById(userId).orElseThrow();
        byte[] encrypted = user.githubToken;
        if (encrypted == null) {
            return true;
        }
        try {
            Encryption.Opened token = encryption.decrypt(encrypted);
            Answer answer = ask(token.text());
            ifStillBy(encrypted, userId, account -> {
                if (token.earlierKey()) {
                    account.githubToken = encryption.encrypt(token.text());
                }
                write(account, answer);
            });
            return true;
        } catch (GitHub.TokenRejectedException e) {
            ifStillBy(encrypted, userId, account -> {
                account.githubToken = null;
                endMemberships(memberships.findByUserId(account.id));
            });
            return true;
        } catch (Encryption.UnknownKeyException e) {
            LOG.atError().addKeyValue("user", user.login).log(String.valueOf(e.getMessage()));
            return false;
        } catch (RestClientException e) {
            LOG.atWarn().addKeyValue("user", user.login).setCause(e).log("GitHub did not answer about memberships");
            return false;
        }
    }

    /** Writes down what GitHub answered to a token, unless the person has logged in again meanwhile, which brought a newer answer. */
    private void ifStillBy(byte[] encryptedToken, UUID userId, Consumer<UserAccount> change) {
        transaction.executeWithoutResult(status -> users.lock(userId)
                .filter(account -> Arrays.equals(account.githubToken, encryptedToken))
                .ifPresent(change));
    }

    private Answer ask(String githubToken) {
        Instant asked = clock.instant();
        GitHub.Belonging belonging = github.organizations(githubToken);
        Set<Long> owned = belonging.organizations().isEmpty() ? Set.of() : github.owned(githubToken);
        return new Answer(asked, belonging, owned);
    }

    private void write(UserAccount user, Answer answer) {
        Map<UUID, Boolean> confirmed = new HashMap<>();
        confirmed.put(organization(user.githubId, user.login, true), true);
        user.githubNotice = answer.belonging().notice();
        for (GitHub.Account account : answer.belonging().organizations()) {
            confirmed.put(
                    organization(account.id(), account.login(), false),
                    answer.owned().contains(account.id()));
        }
        confirmed.forEach(
                (id, owner) -> memberships.save(Membership.of(new Membership.Key(user.id, id), answer.asked(), owner)));
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

    /** What GitHub said, and since when that may be so. */
    private record Answer(Instant asked, GitHub.Belonging belonging, Set<Long> owned) {}

    /** An organization somebody can choose. */
    public record Choice(UUID id, String login, boolean personal) {}

    /** Somebody, for people to read. */
    public record Profile(
            UUID id,
            String login,
            String name,
            @org.jspecify.annotations.Nullable String avatar) {}
}
