package dev.intercepts.cloud.help;

import java.util.Locale;

/** Sections of the page that says what to do, which the dashboard serves to everybody. */
public enum HelpTopic {
    /** No preview at this address. */
    PREVIEW_GONE,
    /** A private preview, a link of the sign-in that is used up, an ended session. */
    SIGN_IN,
    /** Signed in, but for another organization. */
    NOT_ALLOWED,
    /** The laptop is away, or the intercept is not active for another reason. */
    NOT_ACTIVE,
    /** The cluster's tunnel is not there. */
    CLUSTER_AWAY,
    /** The way from the Traffic Manager to the ingress, and what came back on it. */
    INGRESS,
    /** It took too long. */
    NO_ANSWER,
    /** The preview calls itself. */
    LOOP,
    /** Too much at once, or too often. */
    TOO_MUCH,
    /** A request or form that is not taken. */
    REFUSED,
    /** The dashboard has no such page, or no longer. */
    NOTHING_HERE,
    /** An organization that GitHub does not show. */
    ORGANIZATION_MISSING,
    /** Our own fault. */
    BROKEN;

    /** Of the page, below the public URL. */
    public static final String PATH = "/help";

    /** The section's {@code id} on the page. */
    public String anchor() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Of the section, below the public URL. */
    public String path() {
        return PATH + "#" + anchor();
    }
}
