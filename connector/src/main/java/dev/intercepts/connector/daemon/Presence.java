package dev.intercepts.connector.daemon;

import dev.intercepts.connector.cloud.CloudClient;
import dev.intercepts.connector.cloud.CloudEvents;
import dev.intercepts.connector.cloud.CloudHttp;
import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.connector.files.State;
import dev.intercepts.connector.files.State.Login;
import dev.intercepts.connector.link.LaptopStreams;
import dev.intercepts.connector.link.LinkState;
import dev.intercepts.connector.link.RelayLink;
import dev.intercepts.connector.link.SwitchableOpener;
import dev.intercepts.tunnel.TunnelSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The laptop's presence at the hosted service while it is logged in: the relay route and the stream of events. It looks after
 * itself: what cannot be reached is tried again, and the access token is kept fresh.
 */
final class Presence {

    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);
    private static final Duration ROUND = Duration.ofSeconds(5);

    private final CloudHttp http;
    private final CloudClient cloud;
    private final Identity identity;
    private final OwnIntercepts own;
    private final SwitchableOpener cluster;
    private final CloudEvents.Listener listener;
    private final RandomGenerator random;
    private @Nullable Thread keeper;
    private @Nullable CloudEvents events;
    private volatile @Nullable RelayLink relay;
    private @Nullable Login as;

    Presence(
            CloudHttp http,
            CloudClient cloud,
            Identity identity,
            OwnIntercepts own,
            SwitchableOpener cluster,
            CloudEvents.Listener listener,
            RandomGenerator random) {
        this.http = http;
        this.cloud = cloud;
        this.identity = identity;
        this.own = own;
        this.cluster = cluster;
        this.listener = listener;
        this.random = random;
    }

    /** Starts, or looks anew at once after a login. */
    synchronized void start() {
        if (keeper != null) {
            keeper.interrupt();
        }
        keeper = Thread.ofVirtual().name("cloud-presence").start(this::keep);
    }

    /** Ends the presence. */
    synchronized void stop() {
        if (keeper != null) {
            keeper.interrupt();
            keeper = null;
        }
        disconnect();
    }

    /** How the relay route stands, for people. */
    String words() {
        RelayLink there = relay;
        return there == null ? "not used" : LinkState.words(there.state());
    }

    /** Whether the relay route is up. */
    boolean up() {
        RelayLink there = relay;
        return there != null && LinkState.up(there.state());
    }

    private void keep() {
        while (true) {
            try {
                round();
            } catch (FailureException e) {
                LOG.atDebug().setCause(e).log("the hosted service is away");
            } catch (InterruptedException e) {
                return;
            }
            try {
                Thread.sleep(ROUND);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void round() throws InterruptedException {
        Login login = cloud.account().login().orElse(null);
        if (login == null) {
            disconnect();
            return;
        }
        cloud.account().accessToken();
        if (!connectedAs(login)) {
            URI tunnelUrl = URI.create(cloud.discovery().tunnelUrl());
            connect(login, tunnelUrl);
        }
    }

    private synchronized boolean connectedAs(Login login) {
        return relay != null && as != null && as.sameAs(login);
    }

    private synchronized void connect(Login login, URI tunnelUrl) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        disconnect();
        as = login;
        events = CloudEvents.follow(http, cloud, this::registered, listener, random);
        relay = RelayLink.start(
                tunnelUrl,
                identity.sessionToken(),
                () -> cloud.account().login().map(Login::accessToken).orElse(""),
                LaptopStreams.fromCloud(identity.sessionId(), own, cluster),
                TunnelSettings.DEFAULT);
    }

    private List<String> registered() {
        return own.all().stream()
                .map(State.Intercept::cloudId)
                .filter(Objects::nonNull)
                .toList();
    }

    private synchronized void disconnect() {
        if (events != null) {
            events.close();
            events = null;
        }
        RelayLink there = relay;
        relay = null;
        if (there != null) {
            there.close();
        }
        as = null;
    }
}
