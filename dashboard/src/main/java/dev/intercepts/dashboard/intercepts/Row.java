package dev.intercepts.dashboard.intercepts;

import dev.intercepts.cloud.identity.Person;
import dev.intercepts.cloud.intercepts.LiveIntercept;
import dev.intercepts.cloud.listing.ListedIntercept;
import dev.intercepts.cloud.requests.RecentRequests.Traffic;
import dev.intercepts.dashboard.requests.Sparkline;
import dev.intercepts.dashboard.words.Ages;
import dev.intercepts.dashboard.words.Moment;
import dev.intercepts.protocol.cloud.CloudApi.Access;
import dev.intercepts.protocol.cloud.CloudApi.PreviewView;
import dev.intercepts.protocol.intercept.Ingress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One intercept as the page shows it: words only, nothing left to be decided in the template.
 *
 * @param cutOff whether the cluster's token was taken back, so that no preview there can be opened
 * @param tone {@code good}, {@code wait} or {@code bad}
 */
record Row(
        String id,
        String name,
        String workload,
        String namespace,
        String cluster,
        boolean cutOff,
        String tone,
        String stateWord,
        String message,
        String ownerLogin,
        String ownerName,
        @Nullable String ownerAvatar,
        boolean mine,
        String organization,
        @Nullable PreviewUrl preview,
        String mechanism,
        List<String> match,
        @Nullable String service,
        String target,
        String laptop,
        Moment created,
        @Nullable Sparkline traffic) {

    static Row of(ListedIntercept listed, Person viewer, Instant now, @Nullable Traffic traffic) {
        LiveIntercept intercept = listed.intercept();
        return new Row(
                intercept.id().toString(),
                intercept.name(),
                intercept.workload(),
                intercept.namespace(),
                listed.cluster().name(),
                listed.cluster().revoked(),
                StateWords.tone(intercept.state()),
                StateWords.word(intercept.state()),
                Moment.inWords(intercept.message()),
                listed.owner().login(),
                listed.owner().name(),
                listed.owner().avatar(),
                intercept.ownerId().equals(viewer.userId()),
                viewer.organization(),
                PreviewUrl.of(listed.preview(), now),
                intercept.mechanism(),
                intercept.match(),
                intercept.service(),
                intercept.target(),
                intercept.laptop(),
                Moment.of(intercept.createdAt(), now),
                Sparkline.of(traffic));
    }

    /**
     * A preview URL.
     *
     * @param url what opens it
     * @param shown the URL without its scheme, which is all that tells previews apart
     * @param open whether anyone with the link may visit it
     * @param until when it becomes private by itself: {@code for 8 h more}; {@code null} where it is private or has no end
     * @param preflights whether CORS preflights pass without a login
     * @param ingress where it enters the cluster
     */
    record PreviewUrl(
            String url,
            String shown,
            boolean open,
            @Nullable Until until,
            boolean preflights,
            String ingress) {

        static @Nullable PreviewUrl of(@Nullable PreviewView preview, Instant now) {
            if (preview == null) {
                return null;
            }
            return new PreviewUrl(
                    preview.url(),
                    preview.url().replaceFirst("^https?://", ""),
                    preview.access() == Access.PUBLIC,
                    Until.of(preview.publicUntil(), now),
                    preview.corsPreflights(),
                    ingress(preview.ingress()));
        }

        private static String ingress(Ingress ingress) {
            String address = ingress.host() + ":" + ingress.port() + (ingress.tls() ? ", TLS" : "");
            return ingress.effectiveL5Host().equals(ingress.host())
                    ? address
                    : address + ", host " + ingress.effectiveL5Host();
        }
    }

    /** The end of a public preview. */
    record Until(String iso, String utc, String words) {

        static @Nullable Until of(@Nullable String publicUntil, Instant now) {
            if (publicUntil == null) {
                return null;
            }
            Instant until = Instant.parse(publicUntil);
            return new Until(publicUntil, Moment.utc(until), "for " + Ages.until(until, now) + " more");
        }
    }
}
