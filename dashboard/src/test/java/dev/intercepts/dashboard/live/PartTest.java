package dev.intercepts.dashboard.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.intercepts.cloud.audit.AuditAction;
import dev.intercepts.cloud.changes.Change;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PartTest {

    private static final UUID ID = new UUID(0, 1);

    @ParameterizedTest
    @CsvSource({
        "CLUSTER_ADDED, clusters audit",
        "CLUSTER_TOKEN_REPLACED, intercepts clusters audit",
        "CLUSTER_REVOKED, intercepts clusters audit",
        "INTERCEPT_CREATED, audit",
        "INTERCEPT_CHANGED, audit",
        "INTERCEPT_ENDED, audit",
        "PREVIEW_CREATED, audit shared",
        "PREVIEW_MADE_PUBLIC, audit shared",
        "PREVIEW_MADE_PRIVATE, audit shared",
        "PREVIEW_REMOVED, audit shared",
        "PREVIEW_CHANGED, audit",
        "PUBLIC_PREVIEWS_CLOSED, audit shared",
        "SETTINGS_CHANGED, intercepts audit settings",
        "API_KEY_CREATED, audit keys",
        "API_KEY_REVOKED, audit keys",
    })
    void whatWasDoneIsSeenIn(AuditAction action, String parts) {
        assertThat(parts(new Change.Audited(ID, action))).isEqualTo(parts);
    }

    @Test
    void otherChangesAreSeenIn() {
        assertThat(parts(new Change.Intercepted(ID, ID))).isEqualTo("intercepts");
        assertThat(parts(new Change.Ended(ID, ID, ID, "Ada"))).isEqualTo("intercepts shared");
        assertThat(parts(new Change.Reported(ID, ID))).isEqualTo("clusters");
        assertThat(parts(new Change.Sessions(ID))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void nameLeadsBack(Part part) {
        assertThat(Part.of(part.token())).isEqualTo(part);
    }

    @Test
    void unknownNameIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Part.of("INTERCEPTS"));
    }

    private static String parts(Change change) {
        return Arrays.stream(Part.values())
                .filter(part -> part.shows(change))
                .map(Part::token)
                .collect(Collectors.joining(" "));
    }
}
