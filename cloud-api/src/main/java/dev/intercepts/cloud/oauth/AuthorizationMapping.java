package dev.intercepts.cloud.oauth;

import dev.intercepts.cloud.identity.Person;
import dev.intercepts.cloud.identity.PersonAuthentication;
import dev.intercepts.cloud.security.Secrets;
import java.security.Principal;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization.Token;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Between Spring Authorization Server's view of a login and a row with hashes. A token that is read back has its hash in
 * place of its value, marked with {@link #HASHED}: a hash is of no use to whoever presents it, for it would be hashed again.
 */
final class AuthorizationMapping {

    private static final String HASHED = "sha256:";

    private AuthorizationMapping() {}

    /** Puts a login into its row. */
    static void write(OAuth2Authorization from, AuthorizationRow to) {
        to.id = from.getId();
        to.clientId = from.getRegisteredClientId();
        to.grantType = from.getAuthorizationGrantType().getValue();
        to.scopes = String.join(" ", from.getAuthorizedScopes());
        if (from.getAttribute(Principal.class.getName()) instanceof PersonAuthentication authentication) {
            to.userId = authentication.getPrincipal().userId();
            to.organizationId = authentication.getPrincipal().organizationId();
        }
        OAuth2AuthorizationRequest request = from.getAttribute(OAuth2AuthorizationRequest.class.getName());
        if (request != null) {
            to.redirectUri = request.getRedirectUri();
            to.codeChallenge = text(request.getAdditionalParameters().get(PkceParameterNames.CODE_CHALLENGE));
            to.codeChallengeMethod =
                    text(request.getAdditionalParameters().get(PkceParameterNames.CODE_CHALLENGE_METHOD));
        }
        Token<OAuth2AuthorizationCode> code = from.getToken(OAuth2AuthorizationCode.class);
        if (code != null) {
            to.codeHash = hash(code);
            to.codeIssuedAt = code.getToken().getIssuedAt();
            to.codeExpiresAt = code.getToken().getExpiresAt();
            to.codeInvalidated = code.isInvalidated();
        }
        Token<OAuth2AccessToken> access = from.getAccessToken();
        if (access != null) {
            to.accessHash = hash(access);
            to.accessIssuedAt = access.getToken().getIssuedAt();
            to.accessExpiresAt = access.getToken().getExpiresAt();
            to.accessInvalidated = access.isInvalidated();
        }
        Token<OAuth2RefreshToken> refresh = from.getRefreshToken();
        if (refresh != null) {
            to.refreshHash = hash(refresh);
            to.refreshIssuedAt = refresh.getToken().getIssuedAt();
            to.refreshExpiresAt = refresh.getToken().getExpiresAt();
            to.refreshInvalidated = refresh.isInvalidated();
        }
    }

    /**
     * Reads a login from its row.
     *
     * @param presented the token it was found by, which then has its value; {@code null} where it was found otherwise
     */
    static OAuth2Authorization read(
            AuthorizationRow row,
            RegisteredClient client,
            Person person,
            String authorizeUri,
            @Nullable String presented) {
        String presentedHash = presented == null ? "" : Secrets.hash(presented);
        Set<String> scopes = Arrays.stream(row.scopes.split(" "))
                .filter(scope -> !scope.isEmpty())
                .collect(Collectors.toSet());
        OAuth2Authorization.Builder login = OAuth2Authorization.withRegisteredClient(client)
                .id(row.id)
                .principalName(person.userId().toString())
                .authorizationGrantType(new AuthorizationGrantType(row.grantType))
                .authorizedScopes(scopes)
                .attribute(Principal.class.getName(), PersonAuthentication.inPerson(person, row.credential()))
                .attribute(OAuth2AuthorizationRequest.class.getName(), request(row, client, scopes, authorizeUri));
        if (row.codeHash != null) {
            String value = value(row.codeHash, presentedHash, presented);
            login.token(
                    new OAuth2AuthorizationCode(value, row.codeIssuedAt, row.codeExpiresAt),
                    invalidated(row.codeInvalidated));
        }
        if (row.accessHash != null) {
            String value = value(row.accessHash, presentedHash, presented);
            login.token(
                    new OAuth2AccessToken(
                            OAuth2AccessToken.TokenType.BEARER, value, row.accessIssuedAt, row.accessExpiresAt, scopes),
                    invalidated(row.accessInvalidated));
        }
        if (row.refreshHash != null) {
            String value = value(row.refreshHash, presentedHash, presented);
            login.token(
                    new OAuth2RefreshToken(value, row.refreshIssuedAt, row.refreshExpiresAt),
                    invalidated(row.refreshInvalidated));
        }
        return login.build();
    }

    private static OAuth2AuthorizationRequest request(
            AuthorizationRow row, RegisteredClient client, Set<String> scopes, String authorizeUri) {
        return OAuth2AuthorizationRequest.authorizationCode()
                .authorizationUri(authorizeUri)
                .clientId(client.getClientId())
                .redirectUri(row.redirectUri)
                .scopes(scopes)
                .additionalParameters(parameters -> {
                    putIfPresent(parameters, PkceParameterNames.CODE_CHALLENGE, row.codeChallenge);
                    putIfPresent(parameters, PkceParameterNames.CODE_CHALLENGE_METHOD, row.codeChallengeMethod);
                })
                .build();
    }

    private static void putIfPresent(Map<String, Object> parameters, String name, @Nullable String value) {
        if (value != null) {
            parameters.put(name, value);
        }
    }

    private static String value(String hash, String presentedHash, @Nullable String presented) {
        return presented != null && hash.equals(presentedHash) ? presented : HASHED + hash;
    }

    private static String hash(Token<? extends OAuth2Token> token) {
        String value = Objects.requireNonNull(token.getToken()).getTokenValue();
        return value.startsWith(HASHED) ? value.substring(HASHED.length()) : Secrets.hash(value);
    }

    static Consumer<Map<String, Object>> invalidated(boolean invalidated) {
        return metadata -> metadata.put(Token.INVALIDATED_METADATA_NAME, invalidated);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
