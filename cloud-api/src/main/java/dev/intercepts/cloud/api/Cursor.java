package dev.intercepts.cloud.api;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of a list ended, so that the next one goes on there even when something was added or removed in between. Opaque
 * to clients.
 *
 * @param createdAt of the last one on the page, in microseconds as PostgreSQL keeps it
 * @param id of the last one on the page
 */
record Cursor(Instant createdAt, UUID id) {

    private static final int BYTES = 24;

    /** How long {@link #text} is. */
    static final int CHARACTERS = BYTES * 4 / 3;

    /** Before anything that can be listed; what a made-up cursor says beyond is taken for this. */
    static final Instant EARLIEST = Instant.EPOCH;

    /** After anything that can be listed. */
    static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    /** As clients see it: base64url. */
    String text() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, createdAt))
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @return {@code null} for {@code null}: the first page
     * @throws BadRequestException for anything that this service did not write
     */
    static @Nullable Cursor of(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (bytes.remaining() == BYTES) {
                return new Cursor(instant(bytes.getLong()), new UUID(bytes.getLong(), bytes.getLong()));
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw wrong(text);
        }
        throw wrong(text);
    }

    private static Instant instant(long micros) {
        long latest = ChronoUnit.MICROS.between(Instant.EPOCH, LATEST);
        return Instant.EPOCH.plus(Math.clamp(micros, 0, latest), ChronoUnit.MICROS);
    }

    private static BadRequestException wrong(String text) {
        return new BadRequestException("cursor: " + text + " (expected: the `next` of the page before)");
    }
}
