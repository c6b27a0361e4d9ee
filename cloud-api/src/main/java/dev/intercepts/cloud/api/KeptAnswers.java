package dev.intercepts.cloud.api;

import dev.intercepts.cloud.security.Secrets;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What was answered to requests with a key, for a day: rows of {@code idempotency_keys}. */
@Component
class KeptAnswers {

    private static final Duration KEPT = Duration.ofHours(24);

    /** A request that is older than this and has no answer was cut off; it may come again. */
    private static final Duration LONGEST_REQUEST = Duration.ofMinutes(1);

    private static final String ONE = " where user_id = :user and organization_id = :organization and key = :key";

    private final JdbcClient database;
    private final JsonMapper json;
    private final Clock clock;

    KeptAnswers(JdbcClient database, JsonMapper json, Clock clock) {
        this.database = database;
        this.json = json;
        this.clock = clock;
    }

    /** A key, which is one person's in one organization. */
    record Key(UUID userId, UUID organizationId, String key) {}

    /** What of an answer's head is kept. */
    record Head(@Nullable String contentType, @Nullable String location) {}

    /** What a request with a key finds. */
    sealed interface Claim {

        /** It is the first one, and to be carried out. */
        record First() implements Claim {}

        /** The first one was another request. */
        record Other() implements Claim {}

        /** The first one has no answer yet. */
        record UnderWay() implements Claim {}

        /** The first one was answered with a secret. */
        record Secret() implements Claim {}

        /** The first one's answer. */
        record Answered(int status, Head head, byte[] body) implements Claim {}
    }

    /** Takes the key for a request, or says what became of the one that had it first. */
    Claim claim(Key key, String methodAndPath, byte[] body) {
        Instant now = clock.instant();
        String fingerprint =
                Secrets.hash(methodAndPath + "\n" + Secrets.hash(new String(body, StandardCharsets.ISO_8859_1)));
        int taken = database.sql("""
                        insert into idempotency_keys as k (user_id, organization_id, key, fingerprint, created_at)
                        values (:user, :organization, :key, :fingerprint, :now)
                        on conflict (user_id, organization_id, key) do update
                        set fingerprint = excluded.fingerprint, status = null, headers = null, body = null,
                            created_at = excluded.created_at
                        where k.created_at < :forgotten or k.status is null and k.created_at < :cutOff""")
                .param("user", key.userId())
                .param("organization", key.organizationId())
                .param("key", key.key())
                .param("fingerprint", fingerprint)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("forgotten", now.minus(KEPT).atOffset(ZoneOffset.UTC))
                .param("cutOff", now.minus(LONGEST_REQUEST).atOffset(ZoneOffset.UTC))
                .update();
        return taken == 1 ? new Claim.First() : before(key, fingerprint);
    }

    /**
     * Keeps an answer.
     *
     * @param body {@code null} where it showed a secret
     */
    void keep(Key key, int status, Head head, byte @Nullable [] body) {
        named(key, "update idempotency_keys set status = :status, headers = :headers, body = :body" + ONE)
                .param("status", status)
                .param("headers", json.writeValueAsString(head))
                .param("body", body)
                .update();
    }

    /** Lets the request come again. */
    void forget(Key key) {
        named(key, "delete from idempotency_keys" + ONE).update();
    }

    @Scheduled(initialDelay = 600_000, fixedDelay = 3_600_000)
    void deleteOld() {
        database.sql("delete from idempotency_keys where created_at < :forgotten")
                .param("forgotten", clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC))
                .update();
    }

    private Claim before(Key key, String fingerprint) {
        return named(key, "select fingerprint, status, headers, body from idempotency_keys" + ONE)
                .query((row, number) -> {
                    if (!row.getString("fingerprint").equals(fingerprint)) {
                        return new Claim.Other();
                    }
                    int status = row.getInt("status");
                    if (row.wasNull()) {
                        return new Claim.UnderWay();
                    }
                    byte[] body = row.getBytes("body");
                    return body == null
                            ? new Claim.Secret()
                            : new Claim.Answered(status, json.readValue(row.getString("headers"), Head.class), body);
                })
                .optional()
                .orElseGet(Claim.UnderWay::new);
    }

    private JdbcClient.StatementSpec named(Key key, String sql) {
        return database.sql(sql)
                .param("user", key.userId())
                .param("organization", key.organizationId())
                .param("key", key.key());
    }
}
