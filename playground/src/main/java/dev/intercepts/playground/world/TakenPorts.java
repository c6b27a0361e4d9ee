package dev.intercepts.playground.world;

import dev.intercepts.protocol.cluster.ClusterNames;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

/**
 * Ports that a program of this machine has on all addresses. Pods have loopback addresses of their own, but such a program has
 * its port there, too.
 */
final class TakenPorts {

    /** What the shop's and the product's pods listen on. */
    static final List<Integer> OF_PODS = List.of(
            3000,
            ClusterNames.MANAGER_AGENT_API_PORT,
            ClusterNames.MANAGER_AGENT_TUNNEL_PORT,
            ClusterNames.MANAGER_CONNECTOR_TUNNEL_PORT,
            ClusterNames.MANAGER_CONNECTOR_API_PORT,
            ClusterNames.MANAGER_HEALTH_PORT,
            ClusterNames.MANAGER_WEBHOOK_PORT,
            ClusterNames.AGENT_HEALTH_PORT,
            ClusterNames.AGENT_FIRST_PORT);

    /** A loopback address that no pod gets. */
    private static final String NOBODYS = "127.255.255.254";

    private TakenPorts() {}

    /** @throws IllegalStateException naming the first that is taken */
    static void refuse(List<Integer> ports) {
        for (int port : ports) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(NOBODYS, port), 1);
            } catch (IOException e) {
                throw new IllegalStateException(
                        "port " + port
                                + " is taken by a program that listens on all addresses, and the pods of the playground need"
                                + " it on loopback addresses of their own; end that program (`ss -ltnp sport = :" + port
                                + "` names it) and try again",
                        e);
            }
        }
    }
}
