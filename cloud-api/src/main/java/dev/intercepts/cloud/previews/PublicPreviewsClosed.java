package dev.intercepts.cloud.previews;

import java.util.List;
import java.util.UUID;

/**
 * Application event: all public previews of an organization were made private at once.
 *
 * @param interceptIds whose previews those were
 */
public record PublicPreviewsClosed(UUID organizationId, List<UUID> interceptIds) {

    public PublicPreviewsClosed {
        interceptIds = List.copyOf(interceptIds);
    }
}
