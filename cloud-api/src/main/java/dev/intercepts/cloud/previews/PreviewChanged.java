package dev.intercepts.cloud.previews;

import java.util.UUID;

/**
 * Application event: a preview was made, opened up, closed or removed.
 *
 * @param label its host name's first label
 */
public record PreviewChanged(UUID organizationId, UUID interceptId, String label) {}
