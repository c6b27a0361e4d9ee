package dev.intercepts.connector.daemon;

import dev.intercepts.connector.contract.Failure;
import java.net.URI;

/** The hosted service's URL as a person types it. */
final class CloudUrl {

    private CloudUrl() {}

    /** Scheme, host and port only; https where no scheme is given. */
    static String normal(String typed) {
        String withScheme = typed.contains("://") ? typed.strip() : "https://" + typed.strip();
        try {
            URI uri = URI.create(withScheme);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http && uri.getHost() != null) {
                return uri.getScheme() + "://" + uri.getRawAuthority();
            }
        } catch (IllegalArgumentException e) {
            throw bad(typed);
        }
        throw bad(typed);
    }

    private static RuntimeException bad(String typed) {
        return Failure.usage("cloud-url", "--cloud: " + typed + " is no URL", "give it as https://host");
    }
}
