package dev.intercepts.connector.users;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.OptionalInt;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those of the laptop's users whose programs are served on a loopback port, where everybody on the machine can connect.
 *
 * @param numbers theirs; empty where the system does not tell whose a connection is, so that everybody is served
 */
public record LocalUsers(Set<Integer> numbers) {

    private static final Logger LOG = LoggerFactory.getLogger(LocalUsers.class);

    public LocalUsers {
        numbers = Set.copyOf(numbers);
    }

    /**
     * One user alone.
     *
     * @param number negative where the system does not tell
     */
    public static LocalUsers only(int number) {
        return new LocalUsers(number < 0 ? Set.of() : Set.of(number));
    }

    /** Whether everybody is among them. */
    public boolean everybody() {
        return numbers.isEmpty();
    }

    /**
     * Whether a connection is of one of them; blocks. It is not where that cannot be told, though it should.
     *
     * @param program the connection's end at the program, IPv4
     * @param us our end, IPv4
     */
    public boolean own(InetSocketAddress program, InetSocketAddress us) {
        if (everybody()) {
            return true;
        }
        OptionalInt owner = owner(program, us);
        if (owner.isPresent() && numbers.contains(owner.getAsInt())) {
            return true;
        }
        LOG.atWarn()
                .addKeyValue("user", owner.isPresent() ? owner.getAsInt() : "unknown")
                .addKeyValue("port", us.getPort())
                .log("a program of another user was refused");
        return false;
    }

    private static OptionalInt owner(InetSocketAddress program, InetSocketAddress us) {
        try {
            return SocketOwners.find(program, us);
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("the table of sockets cannot be read");
            return OptionalInt.empty();
        }
    }
}
