package dev.intercepts.cloud.previews;

import java.util.Optional;

/** Every preview by its label, from memory: asked for each request on an event loop, so it must not block. */
@FunctionalInterface
public interface PreviewDirectory {

    /** The preview as it is now; an unchanged one is best given as the same object. */
    Optional<PreviewTarget> find(String label);
}
