package dev.intercepts.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.intercepts.playground.browser.Browser;
import dev.intercepts.playground.tour.LocalService;
import dev.intercepts.playground.tour.People;
import dev.intercepts.playground.tour.Telepresence;
import dev.intercepts.playground.world.Checkout;
import dev.intercepts.playground.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The commands of the seed document typed at a terminal; what they print, line for line. */
@ExtendWith(Playground.class)
class TerminalIT {

    private static final Pattern ADDRESS = Pattern.compile("^  (https?://\\S+)$");
    private static final String INTERCEPT_ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:";

    private final World world;
    private final People people;
    private final LocalService service = LocalService.saying("Hello from a terminal");
    private final Browser ada = new Browser();
    private Path configDir;
    private Tmux terminal;

    TerminalIT(World world) {
        this.world = world;
        this.people = new People(world.state());
    }

    @BeforeEach
    void open() throws IOException {
        assumeTrue(Tmux.installed(), "tmux is not installed, and these tests type at a real terminal");
        Path home = Files.createTempDirectory("term");
        configDir = Files.createDirectory(home.resolve("intercepts"));
        Files.copy(Path.of(world.state().configDir(), "settings.json"), configDir.resolve("settings.json"));
        Path bin = Checkout.here().script("telepresence").getParent();
        terminal = Tmux.open(
                home,
                Map.of(
                        "PATH",
                        bin + ":" + System.getenv("PATH"),
                        "XDG_CONFIG_HOME",
                        home.toString(),
                        "BROWSER",
                        "true",
                        "INTERCEPTS_NO_BUILD",
                        "1"));
    }

    @AfterEach
    void close() {
        if (terminal != null) {
            terminal.interrupt();
            terminal.run("telepresence quit");
            terminal.close();
        }
        service.close();
        ada.close();
    }

    @Test
    void everyOutputOfTheDocument() {
        login();
        assertMatches(terminal.run("telepresence list"), """
                dataprocessingnodeservice: ready to intercept \\(traffic-agent (not yet )?installed\\)
                hello                    : ready to intercept \\(traffic-agent (not yet )?installed\\)
                orders                   : ready to intercept \\(traffic-agent (not yet )?installed\\)
                web                      : ready to intercept \\(traffic-agent (not yet )?installed\\)
                """);

        terminal.clear();
        terminal.type("telepresence intercept hello --port=" + service.port());
        answer("1/4", "");
        answer("2/4", "maybe");
        answer("does not fit (expected: y or n)", "n");
        answer("3/4", "");
        answer("4/4", "");
        List<String> printed = terminal.printed();
        assertMatches(printed, """
                To make a preview URL, telepresence needs to know how requests enter your cluster.

                1/4: What is the layer 3 \\(IP\\) address of your ingress\\?
                     An IP address or a name, often "service.namespace".
                     \\[default: ingress.ingress\\]:

                2/4: Does your ingress speak TLS there\\?
                     \\[default: n\\]: maybe
                     'maybe' does not fit \\(expected: y or n\\)
                     \\[default: n\\]: n

                3/4: What is the port of your ingress\\?
                     \\[default: 8080\\]:

                4/4: Which layer 5 host name \\(TLS server name, HTTP Host\\) do requests carry,
                     if another than the address\\?
                     \\[default: shop.localhost\\]:

                Using deployment hello
                intercepted
                    Intercept name  : hello
                    State           : ACTIVE
                    Destination     : 127.0.0.1:PORT
                    Intercepting    : HTTP requests that match all of:
                      header\\("x-telepresence-intercept-id"\\) ~= regexp\\("UUID:hello"\\)
                    Preview URL     : http://[a-z0-9]{26}.preview.localhost:\\d+
                    Layer 5 Hostname: shop.localhost
                """);
        String preview = printed.get(printed.size() - 2).replaceFirst(".*: ", "");
        assertThat(people.signIn(ada, ada.open(preview), "ada", "acme").text()).contains(service.says());

        assertMatches(terminal.run("telepresence status"), """
                Connected
                  Context:    playground \\(http://[0-9.:]+\\)
                  Proxy:      ON \\(networking to the cluster is enabled\\)
                              through socks5h://127.0.0.1:\\d+ or http://127.0.0.1:\\d+: eval "\\$\\(telepresence env\\)"
                              not without that: .+
                  Intercepts: 1 total
                    hello: \\S+
                """);
        assertMatches(terminal.run("telepresence leave hello"), "Left hello\n");

        terminal.clear();
        terminal.type("telepresence intercept hello --port=" + service.port() + " --preview-url=false");
        assertMatches(terminal.printed(), """
                Using deployment hello
                intercepted
                    Intercept name: hello
                    State         : ACTIVE
                    Destination   : 127.0.0.1:PORT
                    Intercepting  : HTTP requests that match all of:
                      header\\("x-telepresence-intercept-id"\\) ~= regexp\\("UUID:hello"\\)
                """);
        terminal.run("telepresence leave hello");
        assertMatches(
                terminal.run("telepresence intercept orders --port=" + service.port()
                        + ":http --mechanism=tcp --preview-url=false"),
                """
                Using deployment orders
                intercepted
                    Intercept name   : orders
                    State            : ACTIVE
                    Destination      : 127.0.0.1:PORT
                    Service Port Name: http
                    Intercepting     : all TCP connections
                """);
        assertMatches(terminal.run("telepresence quit"), "Left 1 intercept; the daemon has ended\n");
        assertMatches(terminal.run("telepresence status"), "Not connected\n");
    }

    @Test
    void ctrlCAtAPromptLeavesNothingBehind() {
        login();
        terminal.clear();
        terminal.type("telepresence intercept hello --port=" + service.port());
        answer("1/4", "10.0.0.1");
        terminal.awaitScreen(screen -> screen.getLast().startsWith("     [default: "));

        terminal.press("C-c");

        // The shell's prompt stands on a line of its own, and what the interrupted command would have kept is not
        // there.
        assertThat(terminal.printed()).last().asString().endsWith("^C");
        terminal.type("echo exit=$?");
        terminal.awaitScreen(screen -> screen.contains("exit=130"));
        assertMatches(terminal.run("telepresence status | tail -n 1"), "  Intercepts: 0 total\n");
        assertMatches(terminal.run("test -e $XDG_CONFIG_HOME/intercepts/ingress.json; echo $?"), "1\n");
    }

    @Test
    void ctrlCEndsACommandThatDoesNotMindAndLeavesItsIntercept() {
        login();
        terminal.clear();
        intercept("sh -c 'echo started; sleep 1000'");
        terminal.awaitScreen(screen -> screen.contains("started"));

        terminal.press("C-c");

        assertThat(terminal.printed()).last().isEqualTo("sh ended with 130");
        assertMatches(terminal.run("telepresence status | tail -n 1"), "  Intercepts: 0 total\n");
    }

    @Test
    void whatCtrlCMeansToACommandIsItsOwnAffair() {
        login();
        terminal.clear();
        intercept(
                "sh -c 'trap \"echo heard\" INT; echo started; until read -r line; do :; done; echo \"$line it is\"'");
        terminal.awaitScreen(screen -> screen.contains("started"));

        terminal.press("C-c");
        terminal.awaitScreen(screen -> screen.stream().anyMatch(line -> line.endsWith("heard")));
        terminal.type("over");

        assertThat(terminal.printed()).last().isEqualTo("over it is");
        assertMatches(terminal.run("telepresence status | tail -n 1"), "  Intercepts: 0 total\n");
    }

    @Test
    void whateverEndsUsEndsTheCommandAndLeavesItsIntercept() {
        login();
        terminal.clear();

        intercept("sh -c 'kill $PPID; echo started; exec sleep 1000'");

        assertThat(terminal.printed()).contains("started");
        assertMatches(terminal.run("telepresence status | tail -n 1"), "  Intercepts: 0 total\n");
    }

    @Test
    void aListThatIsWatchedIsDrawnInPlace() {
        login();
        terminal.clear();
        terminal.type("telepresence list --watch");
        terminal.awaitScreen(screen -> screen.stream().anyMatch(line -> line.startsWith("web ")));

        Telepresence elsewhere = new Telepresence(Checkout.here().script("telepresence"), configDir);
        elsewhere
                .run("intercept", "hello", "--preview-url=false", "--port=" + service.port())
                .ok();
        List<String> screen =
                terminal.awaitScreen(now -> now.contains("hello                    : intercepted by you (hello)"));
        assertThat(screen).filteredOn(line -> line.startsWith("web ")).hasSize(1);

        elsewhere.run("leave", "hello").ok();
        screen = terminal.awaitScreen(
                now -> now.contains("hello                    : ready to intercept (traffic-agent installed)"));
        assertThat(screen).filteredOn(line -> line.startsWith("web ")).hasSize(1);
    }

    private void login() {
        terminal.clear();
        terminal.type("telepresence login");
        List<String> screen = terminal.awaitScreen(
                lines -> lines.stream().anyMatch(line -> ADDRESS.matcher(line).matches()));
        Matcher address = ADDRESS.matcher(screen.get(2));
        assertThat(address.matches()).as("an address in %s", screen).isTrue();
        people.signIn(ada, ada.open(address.group(1)), "ada", "acme");
        assertMatches(terminal.printed(), """
                Opening your browser; if it does not open, go to
                  http://.*
                Logged in as Ada Lovelace \\(ada\\), organization acme
                """);
    }

    private void intercept(String command) {
        terminal.type("telepresence intercept hello --preview-url=false --port=" + service.port() + " -- " + command);
    }

    /** Waits for a question, and answers it by typing. */
    private void answer(String question, String typed) {
        terminal.awaitScreen(screen -> screen.stream().anyMatch(line -> line.contains(question))
                && screen.getLast().endsWith("]:"));
        terminal.type(typed);
    }

    /** Each line matches the one expected, and there is none besides. */
    private void assertMatches(List<String> printed, String expected) {
        List<String> patterns = expected.replace("UUID:", INTERCEPT_ID)
                .replace("PORT", Integer.toString(service.port()))
                .lines()
                .toList();
        assertThat(printed).hasSameSizeAs(patterns);
        IntStream.range(0, patterns.size())
                .forEach(i -> assertThat(printed.get(i)).matches(patterns.get(i)));
    }
}
