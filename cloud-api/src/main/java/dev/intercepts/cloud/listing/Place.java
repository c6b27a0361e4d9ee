package dev.intercepts.cloud.listing;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;

/**
 * A place in the list of an organization's intercepts as somebody sees it: their own first, each part newest first.
 *
 * @param mine whether it is within the first part
 */
public record Place(boolean mine, Instant createdAt, UUID id) {

    private static final String MINE = "m";
    private static final String OTHERS = "o";

    /** As it stands in addresses. */
    public String token() {
        return String.join("_", mine ? MINE : OTHERS, createdAt.toString(), id.toString());
    }

    /**
     * Reads what {@link #token} wrote.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Place parse(String token) {
        String[] parts = token.split("_", -1);
        try {
            if (parts.length == 3 && (parts[0].equals(MINE) || parts[0].equals(OTHERS))) {
                return new Place(parts[0].equals(MINE), Instant.parse(parts[1]), UUID.fromString(parts[2]));
            }
        } catch (DateTimeException | IllegalArgumentException e) {
            throw wrong(token, e);
        }
        throw wrong(token, null);
    }

    private static IllegalArgumentException wrong(String token, @org.jspecify.annotations.Nullable Exception cause) {
        return new IllegalArgumentException("after: " + token + " (expected: as the page before has it)", cause);
    }
}
