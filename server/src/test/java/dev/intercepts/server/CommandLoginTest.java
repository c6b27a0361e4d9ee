package dev.intercepts.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** OAuth 2.0 for the command: codes, refresh tokens that rotate, revocation. */
class CommandLoginTest {

    private final RunningService service = RunningService.shared();

    @BeforeEach
    void people() {
        service.github.person("grace", "acme", "globex");
    }

    @Test
    void tokenSpeaksForTheOrganizationChosenInTheBrowser() {
        CommandLine command = CommandLine.loggedIn(service, "grace", "globex");
        JsonNode me = CommandLine.json(command.get("/api/v1/me"));
        assertThat(me.path("login").asString()).isEqualTo("grace");
        assertThat(me.path("organization").asString()).isEqualTo("globex");
    }

    @Test
    void codeIsOfNoUseWithoutItsVerifierOrTwice() {
        CommandLine command = new CommandLine(service);
        assertThat(command.exchange(command.code("grace", "acme"), "w".repeat(43))
                        .statusCode())
                .isEqualTo(400);
        String code = command.code("grace", "acme");
        command.keep(command.exchange(code));
        assertThat(command.get("/api/v1/me").statusCode()).isEqualTo(200);

        assertThat(command.exchange(code).statusCode()).isEqualTo(400);

        // Somebody else has seen the code, so what it gave is ended too (RFC 6749 §4.1.2).
        assertThat(command.get("/api/v1/me").statusCode()).isEqualTo(401);
    }

    @Test
    void onlyLoopbackRedirectsAreServed() {
        service.github.comes("grace");
        TestBrowser browser = service.browser();
        browser.signIn("grace", "acme", "/");
        HttpResponse<String> elsewhere = browser.get(CommandLine.authorizePath("http://evil.example/callback", "s"));
        assertThat(elsewhere.statusCode()).isEqualTo(400);
    }

    @Test
    void refreshTokensRotate() {
        CommandLine command = CommandLine.loggedIn(service, "grace", "acme");
        String first = command.refreshToken;
        String firstAccess = command.accessToken;
        command.keep(command.refresh(first));
        assertThat(command.refreshToken).isNotEmpty().isNotEqualTo(first);
        assertThat(command.accessToken).isNotEqualTo(firstAccess);
        assertThat(command.get("/api/v1/me").statusCode()).isEqualTo(200);

        assertThat(command.refresh(first).statusCode()).isEqualTo(400);
        assertThat(command.get("/api/v1/me").statusCode()).isEqualTo(200);
    }

    @Test
    void spentRefreshTokenEndsTheLogin() {
        CommandLine command = CommandLine.loggedIn(service, "grace", "acme");
        String first = command.refreshToken;
        command.keep(command.refresh(first));
        service.clock.forward(Duration.ofSeconds(31));

        assertThat(command.refresh(first).statusCode()).isEqualTo(400);

        assertThat(command.get("/api/v1/me").statusCode()).isEqualTo(401);
        assertThat(command.refresh(command.refreshToken).statusCode()).isEqualTo(400);
    }

    @Test
    void revokedRefreshTokenEndsTheLogin() {
        CommandLine command = CommandLine.loggedIn(service, "grace", "acme");
        assertThat(command.revoke(command.refreshToken).statusCode()).isEqualTo(200);
        assertThat(command.get("/api/v1/me").statusCode()).isEqualTo(401);
        assertThat(command.refresh(command.refreshToken).statusCode()).isEqualTo(400);
    }

    @Test
    void accessEndsAfterAnHourOrWithTheMembership() {
        service.github.person("heidi", "acme");
        CommandLine heidi = CommandLine.loggedIn(service, "heidi", "acme");
        service.clock.forward(Duration.ofMinutes(61));
        assertThat(heidi.get("/api/v1/me").statusCode()).isEqualTo(401);

        service.github.person("heidi");
        assertThat(heidi.refresh(heidi.refreshToken).statusCode()).isEqualTo(400);
    }

    @Test
    void hashThatStandsInTheDatabaseIsNoToken() {
        CommandLine command = CommandLine.loggedIn(service, "grace", "acme");
        String token = command.accessToken;
        command.accessToken = dev.intercepts.cloud.security.Secrets.hash(token);
        assertThat(command.get("/api/v1/me").statusCode()).isEqualTo(401);
        command.accessToken = "sha256:" + dev.intercepts.cloud.security.Secrets.hash(token);
        assertThat(command.get("/api/v1/me").statusCode()).isEqualTo(401);
    }

    @Test
    void metadataSaysWhatIsOffered() {
        JsonNode metadata = CommandLine.json(new CommandLine(service).get("/.well-known/oauth-authorization-server"));
        assertThat(metadata.path("issuer").asString()).isEqualTo(service.url);
        assertThat(metadata.path("code_challenge_methods_supported").toString()).isEqualTo("[\"S256\"]");
        assertThat(metadata.path("token_endpoint_auth_methods_supported").toString())
                .isEqualTo("[\"none\"]");
    }
}
