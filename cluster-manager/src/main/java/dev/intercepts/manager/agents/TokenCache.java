package dev.intercepts.manager.agents;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers for a minute whose token it is, by its hash; tokens that nobody knows are asked about each time. */
public final class TokenCache implements TokenReviewer {

    private static final Duration KEEP = Duration.ofMinutes(1);
    private static final int MOST = 10_000;

    private final TokenReviewer reviewer;
    private final InstantSource clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    public TokenCache(TokenReviewer reviewer, InstantSource clock) {
        this.reviewer = reviewer;
        this.clock = clock;
    }

    @Override
    public Optional<AgentIdentity> review(String token) {
        Instant now = clock.instant();
        String key = hash(token);
        Known before = known.get(key);
        if (before != null && now.isBefore(before.until())) {
            return Optional.of(before.identity());
        }
        Optional<AgentIdentity> identity = reviewer.review(token);
        known.values().removeIf(other -> !now.isBefore(other.until()));
        if (known.size() < MOST) {
            identity.ifPresent(found -> known.put(key, new Known(found, now.plus(KEEP))));
        }
        return identity;
    }

    private static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is required of every Java platform", e);
        }
    }

    private record Known(AgentIdentity identity, Instant until) {}
}
