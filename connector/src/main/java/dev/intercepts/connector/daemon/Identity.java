package dev.intercepts.connector.daemon;

import dev.intercepts.connector.files.State.Installation;
import dev.intercepts.connector.files.StateFile;
import dev.intercepts.protocol.stream.SessionId;
import java.util.Base64;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Who this installation is.
 *
 * @param uuid stands in {@code x-telepresence-intercept-id}
 * @param sessionToken proves whose session it is
 * @param sessionId the session's public name
 * @param user of the laptop, where nobody is logged in
 * @param laptop its host name
 */
record Identity(String uuid, String sessionToken, String sessionId, String user, String laptop) {

    /** The installation's, which is made if it is not there yet. */
    static Identity of(StateFile<Installation> file, RandomGenerator random, String user, String laptop) {
        Installation installation = file.read().orElseGet(() -> {
            Installation made = make(random);
            file.write(made);
            return made;
        });
        return new Identity(
                installation.uuid(),
                installation.sessionToken(),
                SessionId.ofToken(installation.sessionToken()),
                user,
                laptop);
    }

    private static Installation make(RandomGenerator random) {
        byte[] token = new byte[32];
        random.nextBytes(token);
        byte[] name = new byte[16];
        random.nextBytes(name);
        // Version 4, variant 2 (RFC 9562 §5.4).
        name[6] = (byte) (name[6] & 0x0f | 0x40);
        name[8] = (byte) (name[8] & 0x3f | 0x80);
        var bits = java.nio.ByteBuffer.wrap(name);
        return new Installation(
                new UUID(bits.getLong(), bits.getLong()).toString(),
                Base64.getUrlEncoder().withoutPadding().encodeToString(token));
    }

    /** Without the token, so that it can be logged. */
    @Override
    public String toString() {
        return "Identity[uuid=" + uuid + ", sessionId=" + sessionId + "]";
    }
}
