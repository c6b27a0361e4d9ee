package dev.intercepts.playground.github;

/**
 * An OAuth application as one registers it at GitHub.
 *
 * @param name shown to people
 * @param clientId public
 * @param clientSecret proof of the application
 * @param callbackUrl where people are sent back to; a {@code redirect_uri} must be it or lie below it
 */
public record OauthApp(String name, String clientId, String clientSecret, String callbackUrl) {

    /** Whether people may be sent there (GitHub's rule: same scheme, host and port, the path below the callback's). */
    boolean allows(String redirectUri) {
        return redirectUri.equals(callbackUrl)
                || redirectUri.startsWith(callbackUrl.endsWith("/") ? callbackUrl : callbackUrl + "/")
                || redirectUri.startsWith(callbackUrl + "?");
    }
}
