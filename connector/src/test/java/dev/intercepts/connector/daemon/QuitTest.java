package dev.intercepts.connector.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intercepts.connector.cloud.CloudAccount;
import dev.intercepts.connector.cloud.CloudClient;
import dev.intercepts.connector.cloud.CloudHttp;
import dev.intercepts.connector.cloud.CloudLogin;
import dev.intercepts.connector.contract.ClusterChoice;
import dev.intercepts.connector.contract.Event;
import dev.intercepts.connector.files.State;
import dev.intercepts.connector.files.StateFile;
import dev.intercepts.connector.link.SwitchableOpener;
import dev.intercepts.connector.outbound.Outbound;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way out where a cluster is gone for good, or the laptop is elsewhere. */
class QuitTest {

    @TempDir
    Path directory;

    private final List<Event> events = new ArrayList<>();
    private Path kubeconfig;
    private OwnIntercepts own;
    private Sessions sessions;
    private InterceptCommands commands;

    @BeforeEach
    void start() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        kubeconfig = directory.resolve("kubeconfig");
        Files.writeString(kubeconfig, """
                apiVersion: v1
                kind: Config
                current-context: gone
                contexts:
                - {name: gone, context: {cluster: gone, user: me}}
                - {name: other, context: {cluster: gone, user: me}}
                clusters: [{name: gone, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: me, user: {token: t}}]
                """.formatted(closed));
        StateFile<State.Session> session = file("session.json", State.Session.class);
        session.write(new State.Session("gone", kubeconfig.toString(), null, "intercepts", null));
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        Identity identity = Identity.of(file("installation.json", State.Installation.class), random, "ada", "laptop");
        own = new OwnIntercepts(file("intercepts.json", State.Intercepts.class), clock);
        CloudHttp http = new CloudHttp();
        CloudAccount account =
                new CloudAccount(file("logins.json", State.Logins.class), new CloudLogin(http, clock, random), clock);
        CloudClient cloud = new CloudClient(http, account);
        SwitchableOpener opener = new SwitchableOpener();
        SessionsReference reference = new SessionsReference();
        sessions = new Sessions(
                session,
                file("settings.json", State.Settings.class),
                file("managers.json", State.Managers.class),
                identity,
                own,
                opener,
                new Presence(http, cloud, identity, own, opener, new EndedInCloud(own, reference::get), random),
                new Outbound(opener, List::of, random, Map.of()));
        reference.set(sessions);
        commands = new InterceptCommands(
                sessions,
                own,
                identity,
                account,
                new CloudSide(cloud),
                new Answers(file("ingress.json", State.Answers.class)));
    }

    private <T> StateFile<T> file(String name, Class<T> type) {
        return new StateFile<>(directory.resolve(name), type);
    }

    @Test
    void endsWithoutItsClusterAndKnowsWhatIsStillToBeDoneThere() throws Exception {
        own.put(KnownIntercepts.of("default", "hello", "tcp", null));
        assertThat(sessions.resume()).isFalse();
        ClusterChoice other = new ClusterChoice("other", kubeconfig.toString(), null, null);
        assertThatThrownBy(() -> sessions.connect(other, events::add)).hasMessageContaining("this laptop intercepts 1");

        assertThat(commands.leaveAll(events::add)).isZero();
        sessions.end();

        assertThat(own.all()).isEmpty();
        assertThat(own.givenUp()).containsExactly(new State.GivenUp("gone", kubeconfig.toString(), "default", "hello"));
        assertThat(events)
                .extracting(Event::warning)
                .anySatisfy(warning -> assertThat(warning).startsWith("hello could not be ended: not connected: "));
        // Another cluster may be connected to now; that it cannot be reached either is another matter.
        assertThatThrownBy(() -> sessions.connect(other, events::add)).hasMessageContaining("Connection refused");
    }
}
