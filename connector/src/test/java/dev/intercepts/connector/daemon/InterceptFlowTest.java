package dev.intercepts.connector.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.intercepts.connector.cloud.CloudAccount;
import dev.intercepts.connector.cloud.CloudClient;
import dev.intercepts.connector.cloud.CloudHttp;
import dev.intercepts.connector.cloud.CloudLogin;
import dev.intercepts.connector.contract.ClusterChoice;
import dev.intercepts.connector.contract.Event;
import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.connector.contract.IngressOptions;
import dev.intercepts.connector.contract.InterceptOptions;
import dev.intercepts.connector.contract.Views.InterceptDetails;
import dev.intercepts.connector.files.State;
import dev.intercepts.connector.files.StateFile;
import dev.intercepts.connector.forward.ManagerForward;
import dev.intercepts.connector.kube.Cluster;
import dev.intercepts.connector.kube.Intercept;
import dev.intercepts.connector.kube.Intercepts;
import dev.intercepts.connector.kube.StoredIntercept;
import dev.intercepts.connector.link.FakeManager;
import dev.intercepts.connector.link.LaptopStreams;
import dev.intercepts.connector.link.ManagerLink;
import dev.intercepts.protocol.cluster.ClusterNames;
import dev.intercepts.protocol.intercept.InterceptSpec;
import dev.intercepts.protocol.intercept.InterceptState;
import dev.intercepts.protocol.intercept.InterceptStatus;
import dev.intercepts.protocol.intercept.LocalTarget;
import dev.intercepts.protocol.intercept.Mechanism;
import dev.intercepts.protocol.intercept.Owner;
import dev.intercepts.protocol.intercept.RoutePreference;
import dev.intercepts.protocol.intercept.Workload;
import dev.intercepts.protocol.intercept.WorkloadKind;
import dev.intercepts.protocol.match.Match;
import dev.intercepts.tunnel.TunnelSettings;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The flow against fabric8's CRUD server, on which the test writes statuses as a Traffic Manager would. */
@EnableKubernetesMockClient(crud = true, https = false)
class InterceptFlowTest {

    private static final String TOKEN = "token";

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway.Init") // set by the extension
    private KubernetesClient client;

    private final List<Event> events = new ArrayList<>();
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    private Identity identity;
    private OwnIntercepts own;
    private FakeManager manager;
    private ClusterSession session;
    private InterceptFlow flow;

    @BeforeEach
    @SuppressWarnings("NullAway.Init") // the extension has set the client
    void start() throws Exception {
        client.resource(new DeploymentBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName("hello")
                        .endMetadata()
                        .withNewSpec()
                        .withNewTemplate()
                        .withNewMetadata()
                        .addToLabels("app", "hello")
                        .addToAnnotations(ClusterNames.INJECT_ANNOTATION, "enabled")
                        .endMetadata()
                        .endTemplate()
                        .endSpec()
                        .build())
                .create();
        client.resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName("hello")
                        .endMetadata()
                        .withNewSpec()
                        .addToSelector("app", "hello")
                        .addNewPort()
                        .withName("http")
                        .withPort(80)
                        .endPort()
                        .addNewPort()
                        .withName("admin")
                        .withPort(81)
                        .endPort()
                        .endSpec()
                        .build())
                .create();
        Path kubeconfig = directory.resolve("kubeconfig");
        Files.writeString(
                kubeconfig, """
                apiVersion: v1
                kind: Config
                current-context: test
                contexts: [{name: test, context: {cluster: test, user: test, namespace: default}}]
                clusters: [{name: test, cluster: {server: "%s"}}]
                users: [{name: test, user: {token: t}}]
                """.formatted(client.getMasterUrl().toString().replaceAll("/$", "")));
        identity = Identity.of(
                new StateFile<>(directory.resolve("installation.json"), State.Installation.class),
                new SecureRandom(),
                "ada",
                "adas-laptop");
        Clock clock = Clock.systemUTC();
        own = new OwnIntercepts(new StateFile<>(directory.resolve("intercepts.json"), State.Intercepts.class), clock);
        manager = new FakeManager(1);
        Cluster cluster = Cluster.open(new ClusterChoice(null, kubeconfig.toString(), null, null));
        ManagerLink link = ManagerLink.start(
                manager.port(), TOKEN, LaptopStreams.fromManager(identity.sessionId(), own), TunnelSettings.DEFAULT);
        session = new ClusterSession(
                cluster,
                "uid",
                ManagerForward.open(cluster, ClusterNames.MANAGER_CONNECTOR_TUNNEL_PORT),
                link,
                own,
                identity.sessionId());
        CloudHttp http = new CloudHttp();
        CloudAccount account = new CloudAccount(
                new StateFile<>(directory.resolve("logins.json"), State.Logins.class),
                new CloudLogin(http, clock, new SecureRandom()),
                clock);
        flow = new InterceptFlow(
                identity,
                own,
                new CloudSide(new CloudClient(http, account)),
                new Answers(new StateFile<>(directory.resolve("ingress.json"), State.Answers.class)));
    }

    @AfterEach
    void stop() {
        session.close();
        manager.close();
        background.close();
    }

    private static InterceptOptions options(String port, @Nullable Boolean preview) {
        return new InterceptOptions(
                "hello",
                port,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                preview,
                new IngressOptions("ingress.web", 80, false, "shop.example"),
                null,
                false,
                null,
                true);
    }

    private InterceptDetails run(InterceptOptions options, State.@Nullable Login login) throws Exception {
        Planned planned = Planned.of(options, identity.uuid(), login != null, null, "default");
        return flow.run(session, planned, options, login, events::add);
    }

    private Intercept object() {
        return object("hello");
    }

    private Intercept object(String name) {
        return client.resources(Intercept.class)
                .inNamespace("default")
                .withName(name)
                .get();
    }

    private void answer(InterceptState state, String message) {
        answer("hello", state, message);
    }

    /** Does the Traffic Manager's part for the object's present generation. */
    private void answer(String name, InterceptState state, String message) {
        await().until(() -> object(name) != null);
        Intercept there = object(name);
        Long generation = there.getMetadata().getGeneration();
        there.setStatus(new InterceptStatus(
                state,
                message,
                generation == null ? 0 : generation,
                "2026-01-01T00:00:00Z",
                1,
                1,
                "hello",
                there.getSpec().servicePort(),
                2));
        client.resource(there).updateStatus();
    }

    @Test
    void becomesActiveAndIsKept() throws Exception {
        Future<InterceptDetails> made = background.submit(() -> run(options("9000:http", null), null));
        answer(InterceptState.ACTIVE, "");

        assertThat(made.get().state()).isEqualTo("ACTIVE");
        assertThat(made.get().servicePort()).isEqualTo("http");
        assertThat(own.target("default/hello")).contains(new LocalTarget("127.0.0.1", 9000));
        assertThat(object().getSpec().sessionId()).isEqualTo(identity.sessionId());
        assertThat(object().getSpec().owner().laptop()).isEqualTo("adas-laptop");
        assertThat(events)
                .anySatisfy(event -> assertThat(event.warning()).contains("nothing listens on 127.0.0.1:9000"));
        OwnIntercepts afterRestart = new OwnIntercepts(
                new StateFile<>(directory.resolve("intercepts.json"), State.Intercepts.class), Clock.systemUTC());
        assertThat(afterRestart.target("default/hello")).contains(new LocalTarget("127.0.0.1", 9000));
    }

    @Test
    void aRefusalLeavesNothingBehind() throws Exception {
        Future<InterceptDetails> made = background.submit(() -> run(options("9000:http", null), null));
        answer(InterceptState.CONFLICT, "held by bob since noon");

        assertThatThrownBy(made::get)
                .hasCauseInstanceOf(FailureException.class)
                .hasMessageContaining("CONFLICT: held by bob since noon");
        assertThat(object()).isNull();
        assertThat(own.all()).isEmpty();
        assertThat(own.ended()).isEmpty();
    }

    @Test
    void aChangeThatIsRefusedPutsBackWhatWasThere() throws Exception {
        Future<InterceptDetails> first = background.submit(() -> run(options("9000:http", null), null));
        answer(InterceptState.ACTIVE, "");
        first.get();

        Future<InterceptDetails> second = background.submit(() -> run(options("9001:admin", null), null));
        await().until(() -> "admin".equals(object().getSpec().servicePort()));
        answer(InterceptState.CONFLICT, "held by bob");

        assertThatThrownBy(second::get).hasMessageContaining("held by bob");
        assertThat(object().getSpec().servicePort()).isEqualTo("http");
        assertThat(own.target("default/hello")).contains(new LocalTarget("127.0.0.1", 9000));
    }

    @Test
    void aPreviewThatCannotBeMadeLeavesNothingBehind() throws Exception {
        State.Login login =
                new State.Login("http://127.0.0.1:1", "a", "r", "2999-01-01T00:00:00Z", "ada", "Ada", "acme");
        new StateFile<>(directory.resolve("logins.json"), State.Logins.class)
                .write(State.Logins.NONE.with("acme", login, true));

        Future<InterceptDetails> made = background.submit(() -> run(options("9000:http", true), login));
        answer(InterceptState.ACTIVE, "");

        assertThatThrownBy(made::get).hasMessageContaining("http://127.0.0.1:1 cannot be reached");
        assertThat(object()).isNull();
        assertThat(own.all()).isEmpty();
    }

    @Test
    void anInterruptLeavesNothingBehind() throws Exception {
        Future<InterceptDetails> made = background.submit(() -> run(options("9000:http", null), null));
        await().until(() -> object() != null);

        made.cancel(true);

        await().until(() -> object() == null);
        await().until(() -> own.all().isEmpty());
    }

    @Test
    void whoeverComesSecondGetsANameOfTheirOwn() throws Exception {
        hold("hello", "another");

        Future<InterceptDetails> made = background.submit(() -> run(matching("x-telepresence"), null));
        answer("hello-ada", InterceptState.ACTIVE, "");

        assertThat(made.get().name()).isEqualTo("hello-ada");
        assertThat(object("hello-ada").getSpec().match().headers()).isNotEmpty();
        assertThat(object("hello").getSpec().sessionId()).isEqualTo("another");
        assertThat(events)
                .anySatisfy(event -> assertThat(event.warning())
                        .isEqualTo("somebody else holds the name hello; yours is hello-ada"));

        // The same command again changes the same one, whoever holds the other now.
        client.resource(object("hello")).delete();
        Future<InterceptDetails> again = background.submit(() -> run(matching("x-other"), null));
        await().until(() -> object("hello-ada")
                .getSpec()
                .match()
                .headers()
                .getFirst()
                .name()
                .equals("x-other"));
        answer("hello-ada", InterceptState.ACTIVE, "");
        assertThat(again.get().name()).isEqualTo("hello-ada");
        assertThat(object("hello")).isNull();
    }

    @Test
    void allRequestsCannotBeHadUnderAnotherName() {
        hold("hello", "another");

        assertThatThrownBy(() -> run(options("9000:http", null), null))
                .hasMessage("intercept hello is held by ben on bens-laptop");
        assertThat(own.all()).isEmpty();
    }

    @Test
    void whoeverTakesANameOverIsToldToWhoeverHadIt() throws Exception {
        hold("hello", "another");
        BlockingQueue<StoredIntercept> gone = new LinkedBlockingQueue<>();
        try (var watch = session.intercepts().watch("default", new Intercepts.Watcher() {
            @Override
            public void present(StoredIntercept intercept) {
                // Of no interest.
            }

            @Override
            public void gone(StoredIntercept last) {
                gone.add(last);
            }
        })) {
            Future<InterceptDetails> made = background.submit(() -> run(replacing(), null));
            await().until(() ->
                    object() != null && object().getSpec().sessionId().equals(identity.sessionId()));
            answer(InterceptState.ACTIVE, "");
            assertThat(made.get().name()).isEqualTo("hello");
            await().until(() -> !gone.isEmpty());
        }
        assertThat(gone.remove().endedBy()).isEqualTo("ada on adas-laptop, who took it over");
    }

    @Test
    void aNameIsUsedInOneNamespaceAtATime() throws Exception {
        own.put(KnownIntercepts.of("shop", "hello", "http", null));

        assertThatThrownBy(() -> run(options("9000:http", null), null))
                .hasMessage("this laptop's intercept hello is in namespace shop already");
        assertThat(object()).isNull();
    }

    @Test
    void whatWasGivenUpIsTakenOutWhenItsClusterIsThereAgain() {
        hold("mine", identity.sessionId());
        hold("theirs", "another");
        own.put(KnownIntercepts.of("default", "mine", "http", null));
        own.put(KnownIntercepts.of("default", "theirs", "http", null));
        own.giveUp(new State.Session("test", "elsewhere", null, "intercepts", null));
        own.put(KnownIntercepts.of("default", "mine", "http", null));
        own.put(KnownIntercepts.of("default", "theirs", "http", null));
        own.giveUp(new State.Session("test", directory.resolve("kubeconfig").toString(), null, "intercepts", null));
        assertThat(own.all()).isEmpty();

        OwnIntercepts afterRestart = new OwnIntercepts(
                new StateFile<>(directory.resolve("intercepts.json"), State.Intercepts.class), Clock.systemUTC());
        GivenUpIntercepts.takeOut(
                afterRestart, session.cluster(), directory.resolve("kubeconfig").toString(), identity.sessionId());

        assertThat(object("mine")).isNull();
        assertThat(object("theirs")).isNotNull();
        assertThat(afterRestart.givenUp())
                .extracting(State.GivenUp::kubeconfig)
                .containsExactly("elsewhere", "elsewhere");
    }

    private void hold(String name, String sessionId) {
        session.intercepts()
                .put(
                        "default",
                        name,
                        new InterceptSpec(
                                new Workload(WorkloadKind.Deployment, "hello"),
                                null,
                                "http",
                                Mechanism.HTTP,
                                Match.ALL,
                                new LocalTarget("127.0.0.1", 9000),
                                sessionId,
                                new Owner("ben", "bens-laptop"),
                                RoutePreference.AUTO,
                                null,
                                null));
    }

    private static InterceptOptions matching(String header) {
        return new InterceptOptions(
                "hello",
                "9000:http",
                null,
                null,
                null,
                "http",
                List.of(header + "=ada"),
                null,
                false,
                IngressOptions.NONE,
                null,
                false,
                null,
                false);
    }

    private static InterceptOptions replacing() {
        return new InterceptOptions(
                "hello",
                "9000:http",
                null,
                null,
                null,
                null,
                List.of(),
                null,
                false,
                IngressOptions.NONE,
                null,
                true,
                null,
                false);
    }

    @Test
    void severalPortsAreListedBeforeAnythingChanges() {
        assertThatThrownBy(() -> run(options("9000", null), null))
                .isInstanceOf(FailureException.class)
                .hasMessage("service hello has several ports: http (80), admin (81)");
        assertThatThrownBy(() -> run(options("9000:grpc", null), null)).hasMessageContaining("has no port grpc");
        assertThat(object()).isNull();
    }

    @Test
    void whatSomebodyElseDeletesIsNotedWithWhoItWas() throws Exception {
        Future<InterceptDetails> made = background.submit(() -> run(options("9000:http", null), null));
        answer(InterceptState.ACTIVE, "");
        made.get();

        client.resources(Intercept.class)
                .inNamespace("default")
                .withName("hello")
                .edit(there -> {
                    there.getMetadata()
                            .setAnnotations(java.util.Map.of(
                                    ClusterNames.ENDED_BY_ANNOTATION, "Ada Lovelace in the dashboard"));
                    return there;
                });
        client.resources(Intercept.class)
                .inNamespace("default")
                .withName("hello")
                .delete();

        await().until(() -> !own.ended().isEmpty());
        assertThat(own.ended().getFirst().by()).isEqualTo("Ada Lovelace in the dashboard");
        assertThat(own.target("default/hello")).isEmpty();
    }
}
