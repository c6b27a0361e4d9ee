package dev.intercepts.cloud.identity;

import java.util.UUID;

/**
 * Application event: somebody signed out, or a login or key was revoked. What hangs on it (streams, tunnels) must end.
 *
 * @param organizationId the organization that it was for
 */
public record CredentialEnded(Credential credential, UUID organizationId) {}
