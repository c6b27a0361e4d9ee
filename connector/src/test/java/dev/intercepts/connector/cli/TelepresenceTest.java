package dev.intercepts.connector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.connector.contract.Diagnosis;
import dev.intercepts.connector.contract.Event;
import dev.intercepts.connector.contract.Exit;
import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.Finding;
import dev.intercepts.connector.contract.Request;
import dev.intercepts.connector.contract.Views;
import dev.intercepts.connector.json.Json;
import dev.intercepts.connector.socket.DaemonSocket;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command against a daemon's real socket with canned answers. */
class TelepresenceTest {

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<String> pages = new ArrayList<>();
    private final List<Request> asked = new ArrayList<>();
    private DaemonSocket.Handler handler = (request, events) -> new Views.Done("done");
    private DaemonSocket socket;
    private String typed = "";

    @BeforeEach
    void listen() throws Exception {
        socket = DaemonSocket.listen(directory.resolve("daemon.sock"), (request, events) -> {
            asked.add(request);
            return handler.answer(request, events);
        });
    }

    @AfterEach
    void close() {
        socket.close();
    }

    private int run(String... args) {
        List<String> all = new ArrayList<>(List.of("--config", directory.toString()));
        all.addAll(List.of(args));
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new BufferedReader(new StringReader(typed)),
                Terminal.Abilities.NONE);
        return Telepresence.run(all.toArray(String[]::new), terminal, Map.of("KUBECONFIG", "/k"), pages::add);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void leavePrintsWhatTheDaemonSays() {
        assertThat(run("leave", "hello")).isEqualTo(Exit.DONE);
        assertThat(out()).isEqualTo("done\n");
        assertThat(asked).containsExactly(new Request.Leave("hello"));
    }

    @Test
    void doctorFailsWhereSomethingDoesAndSaysAllOfIt() {
        handler = (request, events) -> request instanceof Request.Version
                ? new Views.Versions(dev.intercepts.connector.contract.Product.version(), null, null)
                : Diagnosis.of(List.of(Finding.fail("webhook", "it is not there", "put it back")));
        assertThat(run("doctor")).isEqualTo(Exit.FAILED);
        assertThat(out())
                .contains("ok    configuration: " + directory, "ok    daemon: runs", "fail  webhook: it is not there")
                .contains("      → put it back");

        out.reset();
        assertThat(run("doctor", "--output", "json")).isEqualTo(Exit.FAILED);
        Diagnosis read = Json.read(out(), Diagnosis.class);
        assertThat(read.healthy()).isFalse();
        assertThat(read.findings()).contains(Finding.fail("webhook", "it is not there", "put it back"));

        handler = (request, events) -> request instanceof Request.Version
                ? new Views.Versions(dev.intercepts.connector.contract.Product.version(), null, null)
                : Diagnosis.of(List.of(Finding.ok("webhook", "it is there")));
        assertThat(run("doctor")).isEqualTo(Exit.DONE);
    }

    @Test
    void doctorOfADaemonThatDoesNotKnowItSaysWhichToEnd() {
        handler = (request, events) -> {
            if (request instanceof Request.Doctor) {
                throw Failure.failed("unknown-command", "command: doctor is not known to this daemon", "quit");
            }
            return new Views.Versions("0.0.1", null, null);
        };
        assertThat(run("doctor")).isEqualTo(Exit.FAILED);
        assertThat(out()).contains("fail  daemon: command: doctor is not known to this daemon");
    }

    @Test
    void jsonIsOneDocument() {
        assertThat(run("leave", "hello", "--output", "json")).isEqualTo(Exit.DONE);
        assertThat(out()).isEqualTo("{\n  \"message\": \"done\"\n}\n");
    }

    @Test
    void aFailureIsTwoLinesAndItsExit() {
        handler = (request, events) -> {
            throw Failure.notConnected("not-connected", "not connected to a cluster", "run `telepresence connect`");
        };

        assertThat(run("leave", "hello")).isEqualTo(Exit.NOT_CONNECTED);
        assertThat(out()).isEmpty();
        assertThat(err()).isEqualTo("""
                telepresence: not connected to a cluster
                  run `telepresence connect`
                """);
    }

    @Test
    void stackTracesOnlyWithV() {
        handler = (request, events) -> {
            throw Failure.failed("x", "it broke", "mend it");
        };

        assertThat(run("leave", "hello", "-v")).isEqualTo(Exit.FAILED);
        assertThat(err()).contains("\tat ");
    }

    @Test
    void wrongUseIsTwoLinesAndExit2() {
        assertThat(run("intercept", "hello")).isEqualTo(Exit.USAGE);
        assertThat(err()).startsWith("telepresence: Missing required option: '--port=LOCAL[:SERVICE_PORT]'");
        assertThat(err().lines()).hasSize(2);
        assertThat(asked).isEmpty();
    }

    @Test
    void optionsStandBeforeOrAfterTheCommand() {
        handler = (request, events) -> new Views.Workloads(false, List.of());

        assertThat(run("--namespace", "shop", "list")).isEqualTo(Exit.DONE);
        assertThat(run("list", "--namespace", "shop")).isEqualTo(Exit.DONE);
        assertThat(asked.get(0)).isEqualTo(asked.get(1));
        assertThat(((Request.ListWorkloads) asked.get(0)).cluster().namespace()).isEqualTo("shop");
        assertThat(((Request.ListWorkloads) asked.get(0)).cluster().kubeconfig())
                .isEqualTo("/k");
    }

    @Test
    void warningsAndPagesComeThrough() {
        handler = (request, events) -> {
            events.accept(Event.warning("look out"));
            events.accept(Event.browse("https://cloud.example/login"));
            return new Views.Account("ada", "Ada", "analytical", "https://cloud.example", "analytical");
        };

        assertThat(run("login", "--cloud", "https://cloud.example")).isEqualTo(Exit.DONE);
        assertThat(out()).isEqualTo("Logged in as Ada (ada), organization analytical\n");
        assertThat(err()).contains("Warning: look out\n", "https://cloud.example/login");
        assertThat(pages).containsExactly("https://cloud.example/login");
    }

    @Test
    void statusOfNoConnectionExits3() {
        handler = (request, events) ->
                new Views.Status(false, null, null, null, null, List.of(), List.of(), null, null, List.of(), null);

        assertThat(run("status")).isEqualTo(Exit.NOT_CONNECTED);
        assertThat(out()).isEqualTo("Not connected\n");
    }

    @Test
    void statusStartsNoDaemonWhereNoneIsWanted() {
        socket.close();

        assertThat(run("status")).isEqualTo(Exit.NOT_CONNECTED);
        assertThat(run("quit")).isEqualTo(Exit.DONE);
        assertThat(out()).isEqualTo("Not connected\nThe daemon is not running\n");
    }

    @Test
    void interceptTakesDefaultsWithoutATerminalAndRunsTheCommand() throws Exception {
        Path file = directory.resolve("seen");
        handler = (request, events) -> intercepting(request);

        int exit =
                run("intercept", "hello", "--port=9000", "--", "/bin/sh", "-c", "echo $GREETING >" + file + "; exit 7");

        assertThat(exit).isEqualTo(7);
        assertThat(file).hasContent("hi");
        assertThat(asked).extracting(Request::command).containsExactly("plan", "intercept", "env", "leave");
        assertThat(((Request.Intercept) asked.get(1)).options().ingress().host())
                .isEqualTo("i.n");
        assertThat(((Request.Intercept) asked.get(1)).options().localServerExpected())
                .isFalse();
    }

    @Test
    void anInterceptForACommandThatCannotBeginIsLeft() {
        handler = (request, events) -> {
            if (request instanceof Request.Env) {
                throw Failure.failed("no-environment", "no agent has told the environment of hello", "see its pods");
            }
            return intercepting(request);
        };
        assertThat(run("intercept", "hello", "--port=9000", "--", "true")).isEqualTo(Exit.FAILED);
        assertThat(err()).contains("no agent has told the environment of hello");
        assertThat(asked).extracting(Request::command).containsExactly("plan", "intercept", "env", "leave");

        asked.clear();
        handler = (request, events) -> intercepting(request);
        String nowhere = directory.resolve("not/there").toString();
        assertThat(run("intercept", "hello", "--port=9000", "--env-file", nowhere, "--", "true"))
                .isEqualTo(Exit.FAILED);
        assertThat(asked).extracting(Request::command).containsExactly("plan", "intercept", "env", "leave");

        asked.clear();
        assertThat(run("intercept", "hello", "--port=9000", "--", nowhere)).isEqualTo(Exit.FAILED);
        assertThat(asked).extracting(Request::command).containsExactly("plan", "intercept", "env", "leave");
    }

    private static Object intercepting(Request request) {
        return switch (request) {
            case Request.Plan plan ->
                new Views.Plan(
                        "hello",
                        true,
                        plan.options().ingress(),
                        new dev.intercepts.connector.contract.IngressOptions("i.n", 80, false, null));
            case Request.Intercept ignored ->
                new Views.InterceptDetails(
                        "hello",
                        "default",
                        "hello",
                        "deployment",
                        "ACTIVE",
                        "",
                        "127.0.0.1:9000",
                        null,
                        "tcp",
                        List.of(),
                        null,
                        null,
                        null,
                        null,
                        "u:hello");
            case Request.Env ignored -> new Views.Environment("app", Map.of("GREETING", "hi"), Map.of());
            default -> new Views.Done("left");
        };
    }

    private static Views.Workloads workloads(String... names) {
        return new Views.Workloads(
                false,
                java.util.Arrays.stream(names)
                        .map(name -> new Views.WorkloadLine("default", "Deployment", name, true, null, List.of()))
                        .toList());
    }

    @Test
    void aWatchPrintsALineForEachChange() {
        handler = (request, events) -> {
            events.accept(Event.update(workloads("hello", "web")));
            events.accept(Event.update(workloads("web")));
            throw Failure.notConnected("not-connected", "the connection to the cluster has ended", "connect");
        };

        assertThat(run("list", "--watch")).isEqualTo(Exit.NOT_CONNECTED);
        assertThat(out()).isEqualTo("""
                hello: ready to intercept (traffic-agent installed)
                web: ready to intercept (traffic-agent installed)
                hello: gone
                """);
    }

    @Test
    void aWatchInJsonIsAnObjectALine() {
        handler = (request, events) -> {
            events.accept(Event.update(workloads("hello")));
            events.accept(Event.update(workloads()));
            return new Views.Workloads(false, List.of());
        };

        assertThat(run("list", "-w", "--output=json")).isEqualTo(Exit.DONE);
        assertThat(out()).isEqualTo("""
                {"change":"added","workload":{"namespace":"default","kind":"Deployment","name":"hello","agent":true,"intercepts":[]}}
                {"change":"removed","workload":{"namespace":"default","kind":"Deployment","name":"hello","agent":true,"intercepts":[]}}
                """);
    }

    @Test
    void aTypoIsAnsweredWithTheNearestCommand() {
        assertThat(run("stauts")).isEqualTo(Exit.USAGE);
        assertThat(err()).isEqualTo("""
                telepresence: Unmatched argument at index 2: 'stauts'
                  did you mean status? Else see `telepresence --help`
                """);
    }

    @Test
    void helpListsEveryCommand() {
        assertThat(run("--help")).isEqualTo(Exit.DONE);
        assertThat(out()).contains("\n  intercept ", "\n  completion ");
    }

    @Test
    void anApiKeyIsReadFromStandardInput() {
        handler = (request, events) -> new Views.Account("ada", "Ada", "acme", "https://cloud.example", "ci");
        typed = "icpt_key\n";

        assertThat(run("login", "--apikey", "-", "--profile", "ci")).isEqualTo(Exit.DONE);
        assertThat(asked).containsExactly(new Request.Login(null, "ci", false, "icpt_key"));
        assertThat(asked.toString()).doesNotContain("icpt_key");
    }

    @Test
    void aDeviceLoginSaysWhatToEnter() {
        handler = (request, events) -> {
            events.accept(Event.note("enter the code\n  WDJB-MJHT"));
            return new Views.Account("ada", "Ada", "acme", "https://cloud.example", "acme");
        };

        assertThat(run("login", "--device")).isEqualTo(Exit.DONE);
        assertThat(err()).isEqualTo("enter the code\n  WDJB-MJHT\n");
        assertThat(pages).isEmpty();
        assertThat(run("login", "--device", "--apikey", "k")).isEqualTo(Exit.USAGE);
    }

    @Test
    void aPreviewIsPublicForATime() {
        assertThat(run("preview", "public", "hello", "--for", "8h")).isEqualTo(Exit.DONE);
        assertThat(run("preview", "public", "hello", "--for=7d")).isEqualTo(Exit.DONE);
        assertThat(run("preview", "public", "hello")).isEqualTo(Exit.DONE);
        assertThat(asked)
                .extracting(request -> ((Request.Preview) request).publicFor())
                .containsExactly("PT8H", "P7D", null);
        assertThat(run("preview", "public", "hello", "--for", "soon")).isEqualTo(Exit.USAGE);
        assertThat(err()).contains("--for: soon (expected: 30m, 8h, 7d or unlimited)");
    }

    @Test
    void theCurrentProfileHasAStar() {
        handler = (request, events) -> new Views.ProfileList(List.of(
                new Views.ProfileLine(false, new Views.Account("ada", "Ada", "acme", "https://a.example", "acme")),
                new Views.ProfileLine(true, new Views.Account("ada", "Ada", "ada", "https://b.example", "me"))));

        assertThat(run("profile", "list")).isEqualTo(Exit.DONE);
        assertThat(out()).isEqualTo("""
                  acme: Ada (ada), organization acme at https://a.example
                * me  : Ada (ada), organization ada at https://b.example
                """);
    }

    @Test
    void completionsNameEveryCommand() {
        assertThat(run("completion", "bash")).isEqualTo(Exit.DONE);
        assertThat(out()).contains("complete -F", "intercept", "--http-match");
        out.reset();
        assertThat(run("completion", "fish")).isEqualTo(Exit.DONE);
        assertThat(out()).contains("-a intercept", "-l http-match", "-a public");
    }
}
