package dev.intercepts.manager.uplink;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Where the uplink stands, as the connectors' API tells it.
 *
 * @param state {@code none}, {@code connecting}, {@code connected} or {@code refused}
 * @param cloudUrl {@code null} where there is none
 * @param message what went wrong last, or {@code null}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UplinkState(
        String state, @Nullable String cloudUrl, @Nullable String message) {

    static final UplinkState NONE = new UplinkState("none", null, null);
}
