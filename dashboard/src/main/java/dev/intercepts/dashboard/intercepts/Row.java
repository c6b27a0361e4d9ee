package dev.intercepts.dashboard.intercepts;

import dev.intercepts.cloud.identity.Person;
import dev.intercepts.cloud.intercepts.LiveIntercept;
import dev.intercepts.cloud.listing.ListedIntercept;
import dev.intercepts.protocol.cloud.CloudApi.Access;
import dev.intercepts.protocol.cloud.CloudApi.PreviewView;
import dev.intercepts.protocol.intercept.Ingress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One intercept as the page shows it: words only, nothing left to be decided in the template.
 *
 * @param tone {@code good}, {@code wait} or {@code bad}
 * @param words what the filter looks at, in lower case
 */
record Row(
        String id,
        String name,
        String workload,
        String namespace,
        String cluster,
        String tone,
        String stateWord,
        String message,
        String ownerLogin,
        String ownerName,
        @Nullable String ownerAvatar,
        boolean mine,
        String organization,
        @Nullable PreviewUrl preview,
        List<String> match,
        @Nullable String service,
        String target,
        String laptop,
        String createdAt,
        String age,
        List<Entry> history,
        String words) {

    static Row of(ListedIntercept listed, Person viewer, Instant now) {
        LiveIntercept intercept = listed.intercept();
        String words = String.join(
                " ",
                intercept.name(),
                intercept.workload(),
                intercept.namespace(),
                listed.clusterName(),
                listed.owner().name(),
                listed.owner().login(),
                StateWords.word(intercept.state()));
        return new Row(
                intercept.id().toString(),
                intercept.name(),
                intercept.workload(),
                intercept.namespace(),
                listed.clusterName(),
                StateWords.tone(intercept.state()),
                StateWords.word(intercept.state()),
                intercept.message(),
                listed.owner().login(),
                listed.owner().name(),
                listed.owner().avatar(),
                intercept.ownerId().equals(viewer.userId()),
                viewer.organization(),
                PreviewUrl.of(listed.preview()),
                intercept.match(),
                intercept.service(),
                intercept.target(),
                intercept.laptop(),
                intercept.createdAt().toString(),
                Ages.of(intercept.createdAt(), now),
                listed.history().stream()
                        .map(happening -> new Entry(
                                happening.at().toString(), Ages.of(happening.at(), now) + " ago", happening.text()))
                        .toList(),
                words.toLowerCase(Locale.ROOT));
    }

    /**
     * A preview URL.
     *
     * @param shown the URL without its scheme, which is all that tells previews apart
     * @param open whether anyone with the link may visit it
     * @param ingress where it enters the cluster
     */
    record PreviewUrl(String url, String shown, boolean open, String ingress) {

        static @Nullable PreviewUrl of(@Nullable PreviewView preview) {
            if (preview == null) {
                return null;
            }
            return new PreviewUrl(
                    preview.url(),
                    preview.url().replaceFirst("^https?://", ""),
                    preview.access() == Access.PUBLIC,
                    ingress(preview.ingress()));
        }

        private static String ingress(Ingress ingress) {
            String address = ingress.host() + ":" + ingress.port() + (ingress.tls() ? ", TLS" : "");
            return ingress.effectiveL5Host().equals(ingress.host())
                    ? address
                    : address + ", host " + ingress.effectiveL5Host();
        }
    }

    /** A line of the history. */
    record Entry(String at, String age, String text) {}
}
