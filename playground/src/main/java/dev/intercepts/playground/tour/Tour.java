package dev.intercepts.playground.tour;

import static dev.intercepts.playground.tour.Telepresence.field;

import dev.intercepts.playground.browser.Browser;
import dev.intercepts.playground.browser.Form;
import dev.intercepts.playground.browser.Page;
import dev.intercepts.playground.world.WorldState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Everything that a developer does with an intercept, from login to leave, in a playground that is up. */
public final class Tour implements AutoCloseable {

    private static final String ID_HEADER = "x-telepresence-intercept-id";
    private static final String SHOP = "shop.localhost";
    private static final Duration MOMENT = Duration.ofSeconds(2);
    private static final Duration WHILE = Duration.ofSeconds(15);

    private final WorldState world;
    private final Telepresence telepresence;
    private final String route;
    private final Report report;
    private final People people;
    private final Cluster cluster;
    private final Browser ada = new Browser();
    private final Browser grace = new Browser();
    private final Browser nobody = new Browser();
    private final LocalService laptop = LocalService.saying("Hello from Ada's laptop");
    private Map<String, String> podsBefore = Map.of();
    private String previewUrl = "";
    private String interceptId = "";

    /**
     * A tour.
     *
     * @param world to walk through
     * @param telepresence the command, with a configuration directory that nobody has logged in from
     * @param route {@code auto}, {@code direct} or {@code relay}
     */
    public Tour(WorldState world, Telepresence telepresence, String route, Report report) {
        this.world = world;
        this.telepresence = telepresence;
        this.route = route;
        this.report = report;
        this.people = new People(world);
        this.cluster = new Cluster(world.kubeconfig());
    }

    /** Does all of it; the report says how it went. */
    public void walk() {
        podsBefore = cluster.pods();
        signingIn();
        interceptWithPreview();
        sharing();
        interceptWithoutPreview();
        namespaces();
        severalPorts();
        dashboard();
        cleaningUp();
    }

    @Override
    public void close() {
        telepresence.run("quit");
        List.of(ada, grace, nobody).forEach(Browser::close);
        laptop.close();
        cluster.close();
    }

    private void signingIn() {
        report.heading("Signing in");
        report.step("telepresence login", () -> {
            Telepresence.Result login = telepresence.login(url -> people.signIn(ada, ada.open(url), "ada", "acme"));
            Unseen.unlessContains(login.ok(), "Ada Lovelace", "acme");
            return lastLine(login.out());
        });
        report.step("telepresence list", () -> {
            String list = telepresence.run("list").ok();
            Unseen.unlessContains(list, "hello", "orders", "web", "dataprocessingnodeservice", "ready to intercept");
            Unseen.unless(cluster.namespaces().contains("intercepts"), "there is no namespace intercepts");
            return list.lines().count() + " workloads; the Traffic Manager is installed";
        });
    }

    private void interceptWithPreview() {
        report.heading("An intercept with a preview URL");
        report.step("start hello on the laptop", () -> "127.0.0.1:" + laptop.port() + " says “" + laptop.says() + "”");
        report.step("telepresence intercept hello", () -> {
            String out = intercept("hello", "--port=" + laptop.port());
            Unseen.unlessContains(
                    out,
                    "Using deployment hello\nintercepted\n",
                    "HTTP requests that match all of:",
                    "header(\"" + ID_HEADER + "\") ~= regexp(\"");
            Unseen.unless(
                    field(out, "Intercept name").equals("hello"), "Intercept name: " + field(out, "Intercept name"));
            Unseen.unless(field(out, "State").equals("ACTIVE"), "State: " + field(out, "State"));
            Unseen.unless(
                    field(out, "Destination").equals("127.0.0.1:" + laptop.port()),
                    "Destination: " + field(out, "Destination"));
            Unseen.unless(
                    field(out, "Layer 5 Hostname").equals(SHOP), "Layer 5 Hostname: " + field(out, "Layer 5 Hostname"));
            interceptId = idIn(out);
            previewUrl = field(out, "Preview URL");
            return previewUrl;
        });
        report.step("open it as a colleague (grace)", () -> {
            Page page = people.signIn(grace, grace.open(previewUrl), "grace", "acme");
            Unseen.unless(page.url().toString().startsWith(previewUrl), "the browser is at " + page.url());
            Unseen.unlessContains(page.text(), laptop.says(), "Rocket skates");
            return "“" + laptop.says() + "” beside the cluster's orders";
        });
        report.step("see the banner", () -> {
            String script = grace.open(previewUrl).script("banner");
            Unseen.unlessContains(grace.open(script).body(), "Ada Lovelace", "acme");
            return "names Ada Lovelace and acme";
        });
        report.step("the host name that arrives", () -> {
            String headers = grace.open(previewUrl + "/headers").body();
            Unseen.unlessContains(headers, "host: " + SHOP, ID_HEADER + ": " + interceptId);
            return "host: " + SHOP + ", and the intercept's header";
        });
        report.step("the same page without the preview", () -> {
            Page page = people.shop(nobody, SHOP, "/", Map.of());
            Unseen.unlessContains(page.text(), "Hello from the cluster", "Rocket skates");
            Unseen.unless(!page.body().contains("Ada"), "it mentions Ada");
            return "“Hello from the cluster”, no banner";
        });
    }

    private void sharing() {
        report.heading("Who may see it");
        report.step("somebody without a session", () -> {
            Page page = nobody.openWithoutRedirects(previewUrl);
            Unseen.unless(page.redirects(), "status " + page.status() + " (expected: to the login)");
            Unseen.unlessContains(page.location().toString(), world.cloudUrl());
            return "is sent to the login";
        });
        report.step("a stranger (linus of globex)", () -> {
            try (Browser linus = new Browser()) {
                Page page = people.signIn(linus, linus.open(previewUrl), "linus", "globex");
                Unseen.unless(
                        page.status() == 403 || page.status() == 404,
                        "status " + page.status() + ": " + page.heading());
                Unseen.unless(!page.body().contains(laptop.says()), "sees the local answer");
                return "is refused: " + page.status() + " " + page.heading();
            }
        });
        report.step("make it public in the dashboard", () -> {
            press("hello", "Make public");
            Page page = Eventually.within(MOMENT, () -> {
                Page now = nobody.open(previewUrl);
                Unseen.unlessContains(now.text(), laptop.says());
                return now;
            });
            return "anybody with the link sees it (" + page.status() + ")";
        });
        report.step("make it private again", () -> {
            press("hello", "Make private");
            return Eventually.within(MOMENT, () -> {
                Page page = nobody.openWithoutRedirects(previewUrl);
                Unseen.unless(page.redirects(), "status " + page.status() + " (expected: to the login)");
                return "nobody without a session does";
            });
        });
        report.step("telepresence leave hello", () -> {
            telepresence.run("leave", "hello").ok();
            return Eventually.within(MOMENT, () -> {
                Page page = grace.open(previewUrl);
                Unseen.unless(page.status() == 404, "the preview URL answers " + page.status());
                return "the preview URL is gone";
            });
        });
    }

    private void interceptWithoutPreview() {
        report.heading("Without a preview URL");
        report.step("intercept hello --preview-url=false", () -> {
            String out = intercept("hello", "--port=" + laptop.port(), "--preview-url=false");
            Unseen.unless(!out.contains("Preview URL"), "there is a preview URL");
            interceptId = idIn(out);
            return ID_HEADER + ": " + interceptId;
        });
        report.step("a request with the printed header", () -> {
            Page page = people.shop(nobody, SHOP, "/", Map.of(ID_HEADER, interceptId));
            Unseen.unlessContains(page.text(), laptop.says());
            return "“" + laptop.says() + "”, through web";
        });
        report.step("a request without it", () -> {
            Page page = people.shop(nobody, SHOP, "/", Map.of());
            Unseen.unlessContains(page.text(), "Hello from the cluster");
            return "“Hello from the cluster”";
        });
        report.step("the container's environment", () -> {
            String env = telepresence.run("env", "hello", "--", "/usr/bin/env").ok();
            Unseen.unlessContains(env, "GREETING=Hello", "API_TOKEN=playground-token");
            return "GREETING and API_TOKEN from its ConfigMap and Secret";
        });
        report.step("telepresence status", () -> {
            String status = telepresence.run("status").ok();
            Unseen.unlessContains(
                    status,
                    "Connected\n",
                    "  Context:    " + cluster.context() + " (http",
                    "  Proxy:      ON (networking to the cluster is enabled)\n",
                    "  Intercepts: 1 total\n",
                    "    hello: ");
            return "Connected, Proxy: ON, 1 total, " + lastLine(status);
        });
        report.step("all connections (tcp)", () -> {
            telepresence.run("leave", "hello").ok();
            String out = intercept(
                    "dataprocessingnodeservice", "--port=" + laptop.port(), "--mechanism=tcp", "--preview-url=false");
            Unseen.unlessContains(out, "all TCP connections");
            return Eventually.within(WHILE, () -> {
                Page page = people.shop(nobody, SHOP, "/", Map.of());
                Unseen.unlessContains(page.text(), laptop.says() + ", says dataprocessingnodeservice");
                return "everybody's requests come to the laptop";
            });
        });
        report.step("leave dataprocessingnodeservice", () -> {
            telepresence.run("leave", "dataprocessingnodeservice").ok();
            return Eventually.within(WHILE, () -> {
                Page page = people.shop(nobody, SHOP, "/", Map.of());
                Unseen.unlessContains(page.text(), "seagreen");
                return "the cluster answers again";
            });
        });
    }

    private void namespaces() {
        report.heading("Namespaces and names");
        report.step("intercept hello --namespace myns", () -> {
            String out = intercept("hello", "--namespace", "myns", "--port=" + laptop.port(), "--preview-url=false");
            Unseen.unless(
                    field(out, "Intercept name").equals("hello-myns"), "it is called " + field(out, "Intercept name"));
            Page page = people.shop(nobody, "myns.localhost", "/", Map.of(ID_HEADER, idIn(out)));
            Unseen.unlessContains(page.body(), laptop.says());
            return "is called hello-myns";
        });
        report.step("leave hello, a wrong name", () -> {
            String refused = telepresence.run("leave", "hello").failed();
            Unseen.unlessContains(refused, "hello-myns");
            return firstLine(refused);
        });
        report.step(
                "leave hello-myns",
                () -> telepresence.run("leave", "hello-myns").ok());
        report.step("intercept myhello --deployment hello", () -> {
            String out = intercept(
                    "myhello",
                    "--namespace",
                    "myns",
                    "--deployment",
                    "hello",
                    "--port=" + laptop.port(),
                    "--preview-url=false");
            Unseen.unless(
                    field(out, "Intercept name").equals("myhello"), "it is called " + field(out, "Intercept name"));
            telepresence.run("leave", "myhello").ok();
            return "is called myhello";
        });
    }

    private void severalPorts() {
        report.heading("A service with several ports");
        report.step("intercept orders without naming one", () -> {
            String refused = telepresence
                    .run("intercept", "orders", "--port=" + laptop.port(), "--preview-url=false")
                    .failed();
            Unseen.unlessContains(refused, "http", "admin");
            return firstLine(refused);
        });
        report.step("intercept its port http", () -> {
            String out =
                    intercept("orders", "--port=" + laptop.port() + ":http", "--mechanism=tcp", "--preview-url=false");
            Unseen.unless(field(out, "Service Port Name").equals("http"), "no Service Port Name: http");
            return Eventually.within(WHILE, () -> {
                Unseen.unlessContains(
                        people.shop(nobody, "orders.localhost", "/", Map.of()).body(), laptop.says());
                Unseen.unlessContains(
                        people.shop(nobody, "admin.localhost", "/", Map.of()).body(), "3 orders");
                return "http is the laptop's, admin the cluster's";
            });
        });
        report.step("change it to admin in place", () -> {
            String out =
                    intercept("orders", "--port=" + laptop.port() + ":admin", "--mechanism=tcp", "--preview-url=false");
            Unseen.unless(field(out, "Service Port Name").equals("admin"), "no Service Port Name: admin");
            return Eventually.within(WHILE, () -> {
                Unseen.unlessContains(
                        people.shop(nobody, "orders.localhost", "/", Map.of()).body(), "Rocket skates");
                Unseen.unlessContains(
                        people.shop(nobody, "admin.localhost", "/", Map.of()).body(), laptop.says());
                return "admin is the laptop's, http the cluster's";
            });
        });
        report.step("leave orders", () -> telepresence.run("leave", "orders").ok());
    }

    private void dashboard() {
        report.heading("The dashboard");
        report.step("lists what is intercepted", () -> {
            previewUrl = field(intercept("hello", "--port=" + laptop.port()), "Preview URL");
            String text = people.dashboard(ada, "ada", "acme").text();
            Unseen.unlessContains(text, "hello", "deployment/hello");
            return "hello, with its preview URL";
        });
        report.step("deletes the intercept", () -> {
            press("hello", "Delete intercept");
            return Eventually.within(MOMENT, () -> {
                String status = telepresence.run("status").ok();
                Unseen.unlessContains(status, "Intercepts: 0 total", "hello: ended by", "Ada Lovelace");
                return lastLine(status);
            });
        });
    }

    private void cleaningUp() {
        report.heading("Cleaning up");
        report.step("telepresence quit", () -> telepresence.run("quit").ok());
        report.step("telepresence uninstall --everything", () -> {
            telepresence.run("uninstall", "--everything").ok();
            Unseen.unless(!cluster.namespaces().contains("intercepts"), "the namespace intercepts is still there");
            return Eventually.within(WHILE, () -> {
                Map<String, String> now = cluster.pods();
                podsBefore.forEach((app, before) ->
                        Unseen.unless(before.equals(now.get(app)), app + " was " + before + " and is " + now.get(app)));
                Unseen.unless(now.keySet().equals(podsBefore.keySet()), "pods: " + now.keySet());
                return podsBefore.size() + " apps have exactly the pods they had";
            });
        });
        report.step("the shop", () -> {
            Page page = people.shop(nobody, SHOP, "/", Map.of());
            Unseen.unlessContains(page.text(), "Hello from the cluster", "Rocket skates", "seagreen");
            return "is as it was";
        });
    }

    private String intercept(String name, String... options) {
        List<String> words = new java.util.ArrayList<>(List.of("intercept", name));
        words.addAll(List.of(options));
        words.add("--route=" + route);
        return telepresence.run(words.toArray(String[]::new)).ok();
    }

    private void press(String intercept, String button) {
        Page dashboard = people.dashboard(ada, "ada", "acme");
        Form form = dashboard
                .formWithButton("article[aria-label=" + intercept + "]", button)
                .orElseThrow(() -> new Unseen("no button “" + button + "” for " + intercept + " in the dashboard"));
        Page after = ada.submit(form);
        Unseen.unless(after.status() == 200, "“" + button + "” answers " + after.status() + ": " + after.heading());
    }

    private static String idIn(String block) {
        Matcher matcher = Pattern.compile("regexp\\(\"([^\"]+)\"\\)").matcher(block);
        Unseen.unless(matcher.find(), "no header in “" + block.strip() + "”");
        return matcher.group(1);
    }

    private static String firstLine(String text) {
        return text.strip().lines().findFirst().orElse("");
    }

    private static String lastLine(String text) {
        return text.strip().lines().reduce("", (before, line) -> line.strip());
    }
}
