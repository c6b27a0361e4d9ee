package dev.intercepts.cloud.oauth;

import dev.intercepts.cloud.identity.People;
import dev.intercepts.cloud.identity.Person;
import dev.intercepts.cloud.security.RateLimit;
import dev.intercepts.cloud.security.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Devices without a browser (RFC 8628): whoever sits before one reads a code there, types it here and lets the device in for one
 * of their organizations. Guessing codes is limited by person and over all.
 */
@Service
public class DeviceLogins {

    /** How long a device waits between its questions, at first. */
    static final int POLL_SECONDS = 5;

    /** How much longer after each question that came too early (§3.5). */
    static final int SLOW_DOWN_SECONDS = 5;

    /** An answer's way takes some time, so a question that is so much early is not too early. */
    private static final Duration LENIENCE = Duration.ofMillis(500);

    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final int WRONG_CODES_OF_PERSON = 10;
    private static final int WRONG_CODES_OF_ALL = 1000;

    private final DeviceLoginRows rows;
    private final People people;
    private final Clock clock;
    private final TransactionTemplate transaction;
    private final RateLimit wrongOfPerson;
    private final RateLimit wrongOfAll;

    DeviceLogins(DeviceLoginRows rows, People people, Clock clock, TransactionTemplate transaction) {
        this.rows = rows;
        this.people = people;
        this.clock = clock;
        this.transaction = transaction;
        this.wrongOfPerson = RateLimit.of(WRONG_CODES_OF_PERSON, WINDOW, clock);
        this.wrongOfAll = RateLimit.of(WRONG_CODES_OF_ALL, WINDOW, clock);
    }

    /**
     * The device that shows a code.
     *
     * @param typed as somebody typed it
     * @return empty where no device that waits shows it
     * @throws TooManyCodesException after too many wrong ones
     */
    @Transactional
    public Optional<Waiting> find(Person person, String typed) {
        return pending(person, typed).map(row -> new Waiting(row.address, row.issuedAt));
    }

    /**
     * Lets a device in.
     *
     * @param organizationId one of the person's
     * @return for which organization; empty where no device that waits shows the code or the person does not belong there
     * @throws TooManyCodesException after too many wrong codes
     */
    public Optional<Person> approve(Person person, String typed, UUID organizationId) {
        Optional<Person> member = people.person(person.userId(), organizationId);
        return transaction.execute(status -> pending(person, typed)
                .flatMap(row -> member.map(holder -> {
                    row.state = DeviceLoginRow.State.APPROVED;
                    row.userId = holder.userId();
                    row.organizationId = holder.organizationId();
                    return holder;
                })));
    }

    /** Turns a device away. Returns whether one that waits shows the code. */
    @Transactional
    public boolean deny(Person person, String typed) {
        Optional<DeviceLoginRow> row = pending(person, typed);
        row.ifPresent(waiting -> waiting.state = DeviceLoginRow.State.DENIED);
        return row.isPresent();
    }

    /**
     * A device asks whether it is let in.
     *
     * @return empty where nobody gave it that code
     * @throws OAuth2AuthenticationException {@code slow_down} where it asks too often, {@code expired_token} where it is too late
     */
    @Transactional(noRollbackFor = OAuth2AuthenticationException.class)
    Optional<DeviceLoginRow> poll(String deviceHash) {
        Instant now = clock.instant();
        Optional<DeviceLoginRow> found = rows.findByDeviceHash(deviceHash);
        found.ifPresent(row -> {
            if (!now.isBefore(row.expiresAt)) {
                throw new OAuth2AuthenticationException(new OAuth2Error("expired_token"));
            }
            Instant before = row.polledAt;
            row.polledAt = now;
            if (before != null
                    && now.isBefore(before.plusSeconds(row.pollSeconds).minus(LENIENCE))) {
                row.pollSeconds += SLOW_DOWN_SECONDS;
                throw new OAuth2AuthenticationException(new OAuth2Error("slow_down"));
            }
        });
        return found;
    }

    /** Drops what is too late; a while after, so that its device still learns why. */
    @Transactional
    @Scheduled(initialDelay = 600_000, fixedDelay = 600_000)
    void deleteExpired() {
        rows.deleteExpired(clock.instant().minus(WINDOW));
    }

    private Optional<DeviceLoginRow> pending(Person person, String typed) {
        Optional<DeviceLoginRow> row = rows.findByUserCodeHash(Secrets.hash(UserCode.meant(typed)))
                .filter(found -> found.state == DeviceLoginRow.State.PENDING
                        && clock.instant().isBefore(found.expiresAt));
        String who = person.userId().toString();
        boolean limited = row.isEmpty()
                ? !wrongOfPerson.tryAcquire(who) || !wrongOfAll.tryAcquire("all")
                : wrongOfPerson.exhausted(who) || wrongOfAll.exhausted("all");
        if (limited) {
            throw new TooManyCodesException();
        }
        return row;
    }

    /**
     * A device that waits.
     *
     * @param address where it asked from
     * @param since when it asked
     */
    public record Waiting(String address, Instant since) {}

    /** Too many wrong codes were typed; the right one has to wait too. */
    public static final class TooManyCodesException extends RuntimeException {
        TooManyCodesException() {
            super("Too many codes were wrong. Wait ten minutes, and begin again with `telepresence login --device`.");
        }
    }
}
