package dev.intercepts.cloud.api;

import dev.intercepts.cloud.identity.Person;
import dev.intercepts.cloud.settings.HostedSettings;
import dev.intercepts.protocol.cloud.CloudApi.Discovery;
import dev.intercepts.protocol.cloud.CloudApi.Me;
import io.swagger.v3.oas.annotations.Operation;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where the parts of the hosted service are, and whom a token speaks for. */
@RestController
class MeController {

    private final HostedSettings settings;
    private final ObjectProvider<BuildProperties> build;

    MeController(HostedSettings settings, ObjectProvider<BuildProperties> build) {
        this.settings = settings;
        this.build = build;
    }

    @Operation(operationId = "discover", summary = "Where the parts of the service are")
    @GetMapping("/.well-known/intercepts")
    Discovery discovery() {
        BuildProperties properties = build.getIfAvailable();
        String version = properties == null ? "" : String.valueOf(properties.getVersion());
        return new Discovery(settings.tunnelUrl().toString(), settings.previewDomain(), version);
    }

    @Operation(operationId = "getMe", summary = "Whom the token speaks for")
    @GetMapping("/api/v1/me")
    Me me(Person person) {
        return new Me(person.login(), person.name(), person.avatar(), person.organization());
    }
}
