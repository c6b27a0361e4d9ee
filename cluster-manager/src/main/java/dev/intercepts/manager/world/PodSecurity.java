package dev.intercepts.manager.world;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The level of the Pod Security Standards that a namespace enforces. */
public enum PodSecurity {
    PRIVILEGED,
    BASELINE,
    RESTRICTED;

    /** Label of a namespace. */
    public static final String LABEL = "pod-security.kubernetes.io/enforce";

    /** What a label says; without it, or with a level that nobody knows, everything is allowed. */
    public static PodSecurity ofLabel(@Nullable String value) {
        for (PodSecurity level : values()) {
            if (level.label().equals(value)) {
                return level;
            }
        }
        return PRIVILEGED;
    }

    /** As in the label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether an init container may have NET_ADMIN, which redirecting a port takes. */
    public boolean allowsRedirects() {
        return this == PRIVILEGED;
    }
}
