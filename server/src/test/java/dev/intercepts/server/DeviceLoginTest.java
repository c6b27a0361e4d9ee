package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Logging in where there is no browser (RFC 8628): the code is typed by hand in another one. */
class DeviceLoginTest {

    private static final String DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

    private final RunningService service = RunningService.shared();
    private final CommandLine command = new CommandLine(service);
    private TestBrowser browser = service.browser();
    private HttpResponse<String> page = browser.get("/login");
    private JsonNode device = CommandLine.JSON.createObjectNode();

    @BeforeEach
    void begun() {
        service.clock.forward(Duration.ofMinutes(10));
        service.github.person("peggy", "acme", "globex");
        browser = service.browser();
        page = browser.signIn("peggy", "acme", "/device");
        device = CommandLine.json(command.form(
                "/oauth2/device_authorization", Map.of("client_id", "telepresence", "scope", "intercepts")));
    }

    @Test
    void letsInForTheOrganizationChosenWhereTheCodeIsTyped() {
        assertThat(error(poll())).isEqualTo("authorization_pending");
        HttpResponse<String> found =
                type(code().toLowerCase(java.util.Locale.ROOT).replace("-", " "));
        assertThat(found.body()).contains("127.0.0.1");
        HttpResponse<String> done =
                browser.post("/device/approve", found, Map.of("code", code(), "organization", option(found, "globex")));
        assertThat(done.body()).contains("is logged in as PEGGY for globex");

        service.clock.forward(Duration.ofSeconds(5));
        command.keep(poll());
        JsonNode me = CommandLine.json(command.get("/api/v1/me"));
        assertThat(me.path("login").asString()).isEqualTo("peggy");
        assertThat(me.path("organization").asString()).isEqualTo("globex");
        command.keep(command.refresh(command.refreshToken));
        assertThat(command.get("/api/v1/me").statusCode()).isEqualTo(200);
    }

    @Test
    void answersAsTheRfcSays() {
        assertThat(device.path("verification_uri").asString()).isEqualTo(service.url + "/device");
        assertThat(device.path("expires_in").asInt()).isEqualTo(600);
        assertThat(device.path("interval").asInt()).isEqualTo(5);
        assertThat(code()).matches("[B-Z]{4}-[B-Z]{4}");
        assertThat(device.has("verification_uri_complete")).isFalse();
        JsonNode metadata = CommandLine.json(command.get("/.well-known/oauth-authorization-server"));
        assertThat(metadata.path("device_authorization_endpoint").asString())
                .isEqualTo(service.url + "/oauth2/device_authorization");
        assertThat(metadata.path("grant_types_supported").toString()).contains(DEVICE_CODE);
    }

    @Test
    void tokensAreGivenOnce() {
        approve();
        command.keep(poll());
        service.clock.forward(Duration.ofSeconds(5));
        assertThat(error(poll())).isEqualTo("invalid_grant");
        assertThat(command.get("/api/v1/me").statusCode()).isEqualTo(200);
    }

    @Test
    void turnedAwayIsTold() {
        HttpResponse<String> found = type(code());
        browser.post("/device/deny", found, Map.of("code", code()));
        assertThat(error(poll())).isEqualTo("access_denied");
        assertThat(type(code()).body()).contains("No device shows that code");
    }

    @Test
    void whoAsksTooOftenIsSlowedDown() {
        assertThat(error(poll())).isEqualTo("authorization_pending");
        assertThat(error(poll())).isEqualTo("slow_down");
        service.clock.forward(Duration.ofSeconds(6));
        assertThat(error(poll())).isEqualTo("slow_down");
        service.clock.forward(Duration.ofSeconds(15));
        assertThat(error(poll())).isEqualTo("authorization_pending");
    }

    @Test
    void codesAreTooLateAfterTenMinutes() {
        service.clock.forward(Duration.ofMinutes(10));
        assertThat(error(poll())).isEqualTo("expired_token");
        assertThat(type(code()).body()).contains("No device shows that code");
    }

    @Test
    void organizationMustBeOnesOwn() {
        HttpResponse<String> found = type(code());
        browser.post(
                "/device/approve",
                found,
                Map.of(
                        "code",
                        code(),
                        "organization",
                        java.util.UUID.randomUUID().toString()));
        assertThat(error(poll())).isEqualTo("authorization_pending");
    }

    @Test
    void linksFormsOfStrangersAndSpringsOwnPageLetNobodyIn() {
        assertThat(browser.get("/device?code=" + code()).body())
                .contains("Type the code")
                .doesNotContain(code());
        HttpResponse<String> forged =
                browser.post("/device/approve", browser.get("/v3/api-docs"), Map.of("code", code()));
        assertThat(forged.statusCode()).isEqualTo(403);
        browser.get("/oauth2/device_verification?user_code=" + code());
        browser.post("/oauth2/device_verification", page, Map.of("user_code", code()));
        assertThat(error(poll())).isEqualTo("authorization_pending");
    }

    @Test
    void guessingCodesIsStopped() {
        IntStream.range(0, 10).forEach(i -> type("BBBB-BBB" + "BCDFGHJKLM".charAt(i)));
        HttpResponse<String> stopped = type("CCCC-CCCC");
        assertThat(stopped.statusCode()).isEqualTo(429);
        assertThat(stopped.body()).contains("Too many codes were wrong");
        assertThat(type(code()).statusCode()).isEqualTo(429);
    }

    @Test
    void codeThatStandsInTheDatabaseIsNoCode() {
        approve();
        String real = device.path("device_code").asString();
        assertThat(error(poll(dev.intercepts.cloud.security.Secrets.hash(real))))
                .isEqualTo("invalid_grant");
    }

    private void approve() {
        HttpResponse<String> found = type(code());
        browser.post("/device/approve", found, Map.of("code", code(), "organization", option(found, "acme")));
    }

    private String code() {
        return device.path("user_code").asString();
    }

    private HttpResponse<String> type(String code) {
        return browser.post("/device", page, Map.of("code", code));
    }

    private HttpResponse<String> poll() {
        return poll(device.path("device_code").asString());
    }

    private HttpResponse<String> poll(String deviceCode) {
        return command.form(
                "/oauth2/token",
                Map.of("grant_type", DEVICE_CODE, "client_id", "telepresence", "device_code", deviceCode));
    }

    private static String error(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        return CommandLine.JSON.readTree(answer.body()).path("error").asString();
    }

    private static String option(HttpResponse<String> page, String organization) {
        Matcher option = Pattern.compile("value=\"([0-9a-f-]{36})\"[^>]*>" + organization)
                .matcher(page.body());
        assertThat(option.find()).as(page.body()).isTrue();
        return option.group(1);
    }
}
