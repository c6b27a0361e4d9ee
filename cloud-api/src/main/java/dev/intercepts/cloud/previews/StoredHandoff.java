package dev.intercepts.cloud.previews;

import dev.intercepts.cloud.identity.People;
import dev.intercepts.cloud.identity.Person;
import dev.intercepts.cloud.login.SignedOut;
import dev.intercepts.cloud.security.Secrets;
import dev.intercepts.cloud.settings.HostedSettings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.util.UriComponentsBuilder;

/** The hand-off in PostgreSQL. Codes and session tokens stand there as hashes; so does the nonce, also in the login's URL. */
@Service
class StoredHandoff implements VisitorHandoff {

    /** How long a code can be redeemed. */
    static final Duration CODE_LIFETIME = Duration.ofSeconds(60);

    /** How long a visitor stays signed in on a preview. */
    static final Duration VISIT_LIFETIME = Duration.ofHours(12);

    private final HandoffCodes codes;
    private final VisitRows visits;
    private final People people;
    private final Secrets secrets;
    private final HostedSettings settings;
    private final Clock clock;

    StoredHandoff(
            HandoffCodes codes,
            VisitRows visits,
            People people,
            Secrets secrets,
            HostedSettings settings,
            Clock clock) {
        this.codes = codes;
        this.visits = visits;
        this.people = people;
        this.secrets = secrets;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public URI loginUrl(String label, String nonce, String returnPath) {
        return UriComponentsBuilder.fromUri(settings.publicUrl())
                .path("/visit")
                .queryParam("preview", "{label}")
                .queryParam("nonce", "{nonce}")
                .queryParam("return", "{returnPath}")
                .build(label, Secrets.hash(nonce), returnPath);
    }

    /**
     * Makes a code for somebody whose session is for the preview's organization; the caller has checked that.
     *
     * @param nonceHash from {@link #loginUrl}
     * @return where the browser goes with it
     */
    @Transactional
    URI grant(Person person, PreviewTarget target, String nonceHash, String returnPath) {
        String code = secrets.token();
        HandoffCode row = new HandoffCode();
        row.codeHash = Secrets.hash(code);
        row.label = target.label();
        row.nonceHash = nonceHash;
        row.userId = person.userId();
        row.returnPath = onSameHost(returnPath);
        row.expiresAt = clock.instant().plus(CODE_LIFETIME);
        codes.save(row);
        return URI.create(settings.previewUrl(target.label()) + RETURN_PATH + "?code=" + code);
    }

    @Override
    @Transactional
    public Optional<Redeemed> redeem(String code, String label, List<String> nonces) {
        Instant now = clock.instant();
        String hash = Secrets.hash(code);
        return codes.findById(hash)
                // Used up even where it does not fit: whoever brought it to the wrong place has seen it.
                .filter(row -> codes.use(hash) == 1)
                .filter(row -> now.isBefore(row.expiresAt) && row.label.equals(label))
                .flatMap(row -> nonces.stream()
                        .filter(nonce -> row.nonceHash.equals(Secrets.hash(nonce)))
                        .findFirst()
                        .map(nonce -> new Redeemed(begin(row, now), nonce)));
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<Visit> find(String sessionToken) {
        return visits.findById(Secrets.hash(sessionToken))
                .filter(row -> clock.instant().isBefore(row.expiresAt))
                .map(row -> visit(row, sessionToken));
    }

    @Override
    public boolean mayVisit(Visit visit, PreviewTarget target) {
        return visit.label().equals(target.label())
                && people.isMember(UUID.fromString(visit.userId()), UUID.fromString(target.organizationId()));
    }

    /** Signing out of the dashboard ends that person's visits too. */
    @EventListener
    @Transactional
    public void signedOut(SignedOut event) {
        visits.deleteOfUser(event.userId());
    }

    /** Drops what is over. */
    @Transactional
    @Scheduled(initialDelay = 600_000, fixedDelay = 3_600_000)
    public void deleteExpired() {
        codes.deleteExpired(clock.instant());
        visits.deleteExpired(clock.instant());
    }

    private Visit begin(HandoffCode code, Instant now) {
        String token = secrets.token();
        VisitRow row = new VisitRow();
        row.tokenHash = Secrets.hash(token);
        row.label = code.label;
        row.userId = code.userId;
        row.returnPath = code.returnPath;
        row.expiresAt = now.plus(VISIT_LIFETIME);
        visits.save(row);
        return visit(row, token);
    }

    private static Visit visit(VisitRow row, String token) {
        return new Visit(token, row.label, row.userId.toString(), row.returnPath, row.expiresAt);
    }

    /** A path on the preview's own host and nothing else: browsers read {@code //} and {@code /\} as another host. */
    static String onSameHost(String path) {
        boolean plain = path.startsWith("/")
                && !path.startsWith("//")
                && !path.startsWith("/\\")
                && path.chars().noneMatch(c -> c < 0x20 || c == 0x7f);
        return plain ? path : "/";
    }
}
