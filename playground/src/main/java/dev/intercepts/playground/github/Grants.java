package dev.intercepts.playground.github;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Codes and tokens that were given out (RFC 6749 §4.1, with PKCE of RFC 7636; errors named as GitHub names them). */
final class Grants {

    private static final Duration CODE_LIFE = Duration.ofMinutes(10);

    private final Clock clock;
    private final Supplier<String> random;
    private final Map<String, Code> codes = new ConcurrentHashMap<>();
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();

    Grants(Clock clock, Supplier<String> random) {
        this.clock = clock;
        this.random = random;
    }

    /** What a code stands for; {@code challenge} is {@code ""} without PKCE. */
    record Code(String clientId, String redirectUri, String login, String scope, String challenge, Instant until) {}

    /** What a token stands for. */
    record Token(String login, String scope) {

        boolean reads(String what) {
            return (" " + scope.replace(',', ' ') + " ").contains(" " + what + " ");
        }
    }

    /** Outcome of redeeming a code. */
    sealed interface Redemption {
        record Issued(String accessToken, String scope) implements Redemption {}

        record Refused(String error, String description) implements Redemption {}
    }

    String code(String clientId, String redirectUri, String login, String scope, String challenge) {
        String code = random.get();
        codes.put(
                code,
                new Code(
                        clientId,
                        redirectUri,
                        login,
                        scope,
                        challenge,
                        clock.instant().plus(CODE_LIFE)));
        return code;
    }

    /** Redeems a code once: a second attempt, a late one or a wrong verifier finds it gone. */
    Redemption redeem(String clientId, String code, String redirectUri, String verifier) {
        Code granted = codes.remove(code);
        if (granted == null
                || !granted.clientId().equals(clientId)
                || clock.instant().isAfter(granted.until())
                || !proves(verifier, granted.challenge())) {
            return new Redemption.Refused("bad_verification_code", "The code passed is incorrect or expired.");
        }
        if (!redirectUri.isEmpty() && !redirectUri.equals(granted.redirectUri())) {
            return new Redemption.Refused(
                    "redirect_uri_mismatch",
                    "The redirect_uri MUST match the registered callback URL for this application.");
        }
        String token = "gho_" + random.get();
        tokens.put(token, new Token(granted.login(), granted.scope()));
        return new Redemption.Issued(token, granted.scope());
    }

    Optional<Token> token(String accessToken) {
        return Optional.ofNullable(tokens.get(accessToken));
    }

    private static boolean proves(String verifier, String challenge) {
        return challenge.isEmpty() || challenge.equals(challengeOf(verifier));
    }

    /** The S256 challenge of a verifier. */
    static String challengeOf(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
