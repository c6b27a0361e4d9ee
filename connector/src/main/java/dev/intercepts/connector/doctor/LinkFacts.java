package dev.intercepts.connector.doctor;

import dev.intercepts.connector.contract.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What leads from the cluster to this laptop.
 *
 * @param portForward why the Traffic Manager cannot be asked by port-forward, or {@code null} where it can
 * @param managerVersion what it said
 * @param uplink how its tunnel to the hosted service stands; {@code null} where it did not say
 * @param connected whether there is a session; else the routes are not there
 * @param direct whether the direct route is up
 * @param directWords how it stands, for people
 * @param relay whether the relay route is up
 * @param relayWords how it stands, for people
 * @param loggedIn whether there can be a relay route
 * @param proxyPort of the daemon's proxy on loopback; {@code null} where it could have none
 * @param silent this laptop's intercepts whose local port nobody listens on: {@code hello (127.0.0.1:9000)}
 */
public record LinkFacts(
        @Nullable Failure portForward,
        @Nullable String managerVersion,
        @Nullable String uplink,
        boolean connected,
        boolean direct,
        String directWords,
        boolean relay,
        String relayWords,
        boolean loggedIn,
        @Nullable Integer proxyPort,
        List<String> silent) {}
