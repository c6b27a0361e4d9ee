package dev.intercepts.cloud.previews;

import java.util.Map;
import java.util.UUID;

/**
 * Application event: all public previews of an organization were made private at once.
 *
 * @param labels the first label of each one's host name, by the intercept's id
 */
public record PublicPreviewsClosed(UUID organizationId, Map<UUID, String> labels) {

    public PublicPreviewsClosed {
        labels = Map.copyOf(labels);
    }
}
