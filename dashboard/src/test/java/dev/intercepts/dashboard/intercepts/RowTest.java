package dev.intercepts.dashboard.intercepts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.cloud.clusters.Clusters;
import dev.intercepts.cloud.identity.People.Profile;
import dev.intercepts.cloud.identity.Person;
import dev.intercepts.cloud.intercepts.LiveIntercept;
import dev.intercepts.cloud.listing.ListedIntercept;
import dev.intercepts.protocol.cloud.CloudApi.Access;
import dev.intercepts.protocol.cloud.CloudApi.PreviewView;
import dev.intercepts.protocol.intercept.Ingress;
import dev.intercepts.protocol.intercept.InterceptState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RowTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final UUID ADA = new UUID(0, 1);
    private static final UUID ACME = new UUID(0, 2);

    @ParameterizedTest
    @EnumSource
    void onlyWhatFailedIsBad(InterceptState state) {
        assertThat(StateWords.tone(state).equals("bad")).isEqualTo(state.failed());
        assertThat(StateWords.word(state)).matches("[A-Z][a-z ]+");
    }

    @Test
    void tellsMineFromOthers() {
        assertThat(Row.of(listed(ADA, null), viewer(), NOW, null).mine()).isTrue();
        assertThat(Row.of(listed(new UUID(0, 9), null), viewer(), NOW, null).mine())
                .isFalse();
    }

    @Test
    void showsThePreviewWithoutItsScheme() {
        Ingress ingress = new Ingress("10.0.0.1", 443, true, "shop.example");
        PreviewView preview = new PreviewView(
                "http://abc.preview.localhost:8081", Access.PUBLIC, ingress, "2026-11-24T20:00:00Z", false);

        Row.PreviewUrl shown = Row.of(listed(ADA, preview), viewer(), NOW, null).preview();

        assertThat(shown)
                .isEqualTo(new Row.PreviewUrl(
                        "http://abc.preview.localhost:8081",
                        "abc.preview.localhost:8081",
                        true,
                        new Row.Until("2026-11-24T20:00:00Z", "24 Nov 2026, 20:00:00 UTC", "for 8 h more"),
                        false,
                        "10.0.0.1:443, TLS, host shop.example"));
    }

    private static Person viewer() {
        return new Person(ADA, "ada", "Ada", null, ACME, "acme");
    }

    private static ListedIntercept listed(UUID owner, @Nullable PreviewView preview) {
        LiveIntercept intercept = new LiveIntercept(
                new UUID(0, 3),
                ACME,
                new UUID(0, 4),
                owner,
                "default",
                "hello",
                "deployment/hello",
                "hello:http",
                "http",
                List.of("all"),
                Map.of(),
                "127.0.0.1:9000",
                "laptop",
                "session",
                InterceptState.ACTIVE,
                "",
                NOW);
        return new ListedIntercept(
                intercept, new Profile(owner, "ada", "Ada", null), new Clusters.Brief("kind", false), preview);
    }
}
