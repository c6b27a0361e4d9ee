package dev.intercepts.protocol.match;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on an HTTP request; all must hold.
 *
 * @param headers conditions on headers; empty means none
 * @param pathPrefix what the request's path must begin with; {@code null} means any
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Match(List<HeaderCondition> headers, @Nullable String pathPrefix) {

    /** Every request. */
    public static final Match ALL = new Match(List.of(), null);

    public Match {
        headers = headers == null ? List.of() : List.copyOf(headers);
    }
}
