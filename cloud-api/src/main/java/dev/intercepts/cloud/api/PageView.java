package dev.intercepts.cloud.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param items newest first
 * @param next the {@code cursor} of the page after this one; not there on the last page
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PageView<T>(List<T> items, @Nullable String next) {

    static final String DEFAULT_LIMIT = "50";
    private static final int MOST = 200;

    /**
     * Makes a page of what was found.
     *
     * @param found at most {@code limit + 1}: one more tells that there is a next page
     */
    static <F, T> PageView<T> of(List<F> found, int limit, Function<F, T> view, Function<F, Cursor> cursor) {
        boolean more = found.size() > limit;
        List<F> shown = more ? found.subList(0, limit) : found;
        return new PageView<>(
                shown.stream().map(view).toList(),
                more ? cursor.apply(shown.getLast()).text() : null);
    }

    /** How many a client may have at once. */
    static int checked(int limit) {
        if (limit < 1 || limit > MOST) {
            throw new BadRequestException("limit: " + limit + " (expected: 1-" + MOST + ")");
        }
        return limit;
    }
}
