package dev.intercepts.playground.world;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/** How the hosted service runs: as its jar with an embedded database, or as its image beside a PostgreSQL by compose. */
public enum Packaging {
    JAR,
    COMPOSE;

    private static final String DOCKERS_BRIDGE = "docker0";

    /**
     * By its name on the command line.
     *
     * @throws IllegalArgumentException for another one
     */
    public static Packaging of(String name) {
        return switch (name) {
            case "jar" -> JAR;
            case "compose" -> COMPOSE;
            default -> throw new IllegalArgumentException("--hosted: " + name + " (expected: jar or compose)");
        };
    }

    /** As on the command line. */
    public String option() {
        return this == JAR ? "jar" : "compose";
    }

    /** The address at which this machine and containers find the same. */
    InetAddress address(InetAddress hereForPods) {
        return this == JAR ? hereForPods : dockersBridge();
    }

    private static InetAddress dockersBridge() {
        try {
            NetworkInterface bridge = NetworkInterface.getByName(DOCKERS_BRIDGE);
            List<InetAddress> addresses =
                    bridge == null ? List.of() : bridge.inetAddresses().toList();
            return addresses.stream()
                    .filter(address -> address.getAddress().length == 4)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(
                            "no interface " + DOCKERS_BRIDGE + " (expected: a Docker engine on this machine)"));
        } catch (SocketException e) {
            throw new IllegalStateException("cannot look at the interface " + DOCKERS_BRIDGE, e);
        }
    }
}
