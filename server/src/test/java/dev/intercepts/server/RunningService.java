package dev.intercepts.server;

import dev.intercepts.cloud.security.Encryption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.cfg.JdbcSettings;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/**
 * The hosted service on ephemeral ports, once for all tests of this JVM; each test takes people and names of its own. One that must
 * be alone starts another.
 */
final class RunningService implements AutoCloseable {

    private static final byte[] EARLIER_KEY = "a key of thirty-two bytes, once.".getBytes(StandardCharsets.US_ASCII);
    private static final RunningService SHARED = another(Map.of());

    final FakeGitHub github;
    final TestClock clock;
    final SqlCount sql;
    final String url;
    final ConfigurableApplicationContext context;

    private RunningService(
            FakeGitHub github, TestClock clock, SqlCount sql, String url, ConfigurableApplicationContext context) {
        this.github = github;
        this.clock = clock;
        this.sql = sql;
        this.url = url;
        this.context = context;
    }

    static RunningService shared() {
        return SHARED;
    }

    /** One more, with a database, settings and beans of its own. */
    static RunningService another(Map<String, Object> settings, Class<?>... beans) {
        Map<String, Object> all = new HashMap<>(TestPostgres.shared().newDatabaseProperties());
        all.putAll(settings);
        return start(all, beans);
    }

    /** One that no database is configured for. */
    static RunningService withoutDatabase(Path dataDirectory) {
        return start(Map.of("intercepts.data-dir", dataDirectory.toString()));
    }

    @Override
    public void close() {
        context.close();
    }

    /** Where health and metrics are. */
    String managementUrl() {
        return "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.management.port");
    }

    /** What was encrypted, as if it had been before the key was replaced. */
    byte[] byEarlierKey(byte[] encrypted) {
        String text = context.getBean(Encryption.class).decrypt(encrypted).text();
        return new Encryption(EARLIER_KEY, List.of(), new SecureRandom()).encrypt(text);
    }

    /** Whether it was encrypted before the key was replaced. */
    boolean isByEarlierKey(byte[] encrypted) {
        return context.getBean(Encryption.class).decrypt(encrypted).earlierKey();
    }

    /** Somebody's browser, not signed in. */
    TestBrowser browser() {
        return new TestBrowser(this);
    }

    private static RunningService start(Map<String, Object> settings, Class<?>... beans) {
        try {
            FakeGitHub github = new FakeGitHub();
            TestClock clock = new TestClock();
            SqlCount sql = new SqlCount();
            Path data = Files.createTempDirectory("hosted-service");
            List<Integer> ports = freePorts();
            String url = "http://localhost:" + ports.get(0);
            SpringApplication application = new SpringApplicationBuilder(HostedService.class, TestBeans.class)
                    .sources(beans)
                    .initializers(context -> {
                        context.getBeanFactory().registerSingleton("testClock", clock);
                        context.getBeanFactory().registerSingleton("sqlCount", sql);
                    })
                    .build();
            Map<String, Object> properties = new HashMap<>(Map.ofEntries(
                    Map.entry("server.address", "127.0.0.1"),
                    Map.entry("server.port", ports.get(0)),
                    Map.entry("management.server.address", "127.0.0.1"),
                    Map.entry("intercepts.public-url", url),
                    Map.entry("intercepts.data-dir", data.toString()),
                    Map.entry(
                            "intercepts.earlier-secret-keys",
                            Base64.getEncoder().encodeToString(EARLIER_KEY)),
                    Map.entry("intercepts.edge.host", "127.0.0.1"),
                    Map.entry("intercepts.edge.port", ports.get(1)),
                    Map.entry("intercepts.tunnel.host", "127.0.0.1"),
                    Map.entry("intercepts.tunnel.port", ports.get(2)),
                    Map.entry("intercepts.preview-url", "http://*:" + ports.get(1)),
                    Map.entry("intercepts.tunnel-url", "http://127.0.0.1:" + ports.get(2)),
                    Map.entry("intercepts.tunnel.recheck", "200ms"),
                    Map.entry("intercepts.github.base-url", github.url()),
                    Map.entry("intercepts.github.client-id", FakeGitHub.CLIENT_ID),
                    Map.entry("intercepts.github.client-secret", FakeGitHub.CLIENT_SECRET),
                    Map.entry("logging.level.root", "warn")));
            properties.putAll(settings);
            application.setDefaultProperties(properties);
            // As an argument: a default would count for less than the port in application.yml.
            return new RunningService(github, clock, sql, url, application.run("--management.server.port=0"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Different ports that nobody listens on: all are held at once, then let go. */
    private static List<Integer> freePorts() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket first = new ServerSocket(0, 1, loopback);
                ServerSocket second = new ServerSocket(0, 1, loopback);
                ServerSocket third = new ServerSocket(0, 1, loopback)) {
            return List.of(first.getLocalPort(), second.getLocalPort(), third.getLocalPort());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TestBeans {

        @Bean
        @Primary
        Clock movedClock(TestClock testClock) {
            return testClock;
        }

        @Bean
        HibernatePropertiesCustomizer countedStatements(SqlCount sqlCount) {
            return properties -> properties.put(JdbcSettings.STATEMENT_INSPECTOR, sqlCount);
        }
    }
}
