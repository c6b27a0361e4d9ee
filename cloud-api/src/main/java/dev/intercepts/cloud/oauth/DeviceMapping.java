package dev.intercepts.cloud.oauth;

import dev.intercepts.cloud.identity.Credential;
import dev.intercepts.cloud.identity.Person;
import dev.intercepts.cloud.identity.PersonAuthentication;
import dev.intercepts.cloud.security.Secrets;
import java.security.Principal;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2DeviceCode;
import org.springframework.security.oauth2.core.OAuth2UserCode;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/** Between Spring Authorization Server's view of a device that waits and its row. */
final class DeviceMapping {

    /** In place of a user code that is not known any more; nobody looks for it. */
    private static final String FORGOTTEN = "-";

    private DeviceMapping() {}

    /** Whether this is a device without tokens as yet. */
    static boolean waits(OAuth2Authorization login) {
        return AuthorizationGrantType.DEVICE_CODE.equals(login.getAuthorizationGrantType())
                && login.getAccessToken() == null;
    }

    /** The row of a device that has just asked. */
    static DeviceLoginRow begun(OAuth2Authorization login, String address) {
        OAuth2DeviceCode device =
                Objects.requireNonNull(login.getToken(OAuth2DeviceCode.class)).getToken();
        OAuth2UserCode user =
                Objects.requireNonNull(login.getToken(OAuth2UserCode.class)).getToken();
        DeviceLoginRow row = new DeviceLoginRow();
        row.id = login.getId();
        row.clientId = login.getRegisteredClientId();
        row.scopes = OAuthConfiguration.SCOPE;
        row.deviceHash = Secrets.hash(device.getTokenValue());
        row.userCodeHash = Secrets.hash(UserCode.meant(user.getTokenValue()));
        row.state = DeviceLoginRow.State.PENDING;
        row.address = address;
        row.issuedAt = Objects.requireNonNull(device.getIssuedAt());
        row.expiresAt = Objects.requireNonNull(device.getExpiresAt());
        row.pollSeconds = DeviceLogins.POLL_SECONDS;
        return row;
    }

    /**
     * What Spring decides on: it says {@code authorization_pending} while the user code is good, then {@code access_denied} if the
     * device code is not.
     *
     * @param person who let it in; {@code null} where nobody has
     */
    static OAuth2Authorization read(
            DeviceLoginRow row, RegisteredClient client, @Nullable Person person, String presented) {
        Set<String> scopes = Arrays.stream(row.scopes.split(" ")).collect(Collectors.toSet());
        boolean pending = row.state == DeviceLoginRow.State.PENDING;
        OAuth2Authorization.Builder login = OAuth2Authorization.withRegisteredClient(client)
                .id(row.id)
                .principalName(person == null ? row.clientId : person.userId().toString())
                .authorizationGrantType(AuthorizationGrantType.DEVICE_CODE)
                .authorizedScopes(scopes)
                .token(
                        new OAuth2DeviceCode(presented, row.issuedAt, row.expiresAt),
                        AuthorizationMapping.invalidated(!pending && person == null))
                .token(
                        new OAuth2UserCode(FORGOTTEN, row.issuedAt, row.expiresAt),
                        AuthorizationMapping.invalidated(!pending));
        if (person != null) {
            Credential credential = new Credential(Credential.Kind.LOGIN, row.id);
            login.attribute(Principal.class.getName(), PersonAuthentication.inPerson(person, credential));
        }
        return login.build();
    }
}
