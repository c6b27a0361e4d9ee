package dev.intercepts.connector.contract;

import org.jspecify.annotations.Nullable;

/**
 * One line from the daemon; exactly one member is set. {@code result} and {@code error} are the last one.
 *
 * @param progress what is going on, for people
 * @param note something that the user must read to go on, and that stays on the screen
 * @param warning something that the user should know although it goes on
 * @param browse a page that the user's browser should open
 * @param update what is followed, as it is now; of a request that goes on until the command goes away
 * @param result what was asked for
 * @param error why there is none
 */
public record Event(
        @Nullable String progress,
        @Nullable String note,
        @Nullable String warning,
        @Nullable String browse,
        @Nullable Object update,
        @Nullable Object result,
        @Nullable Failure error) {

    public static Event progress(String text) {
        return new Event(text, null, null, null, null, null, null);
    }

    public static Event note(String text) {
        return new Event(null, text, null, null, null, null, null);
    }

    public static Event warning(String text) {
        return new Event(null, null, text, null, null, null, null);
    }

    public static Event browse(String url) {
        return new Event(null, null, null, url, null, null, null);
    }

    public static Event update(Object value) {
        return new Event(null, null, null, null, value, null, null);
    }

    public static Event result(Object value) {
        return new Event(null, null, null, null, null, value, null);
    }

    public static Event error(Failure failure) {
        return new Event(null, null, null, null, null, null, failure);
    }
}
