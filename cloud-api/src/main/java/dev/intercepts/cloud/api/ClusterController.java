package dev.intercepts.cloud.api;

import dev.intercepts.cloud.clusters.Clusters;
import dev.intercepts.cloud.identity.Person;
import dev.intercepts.protocol.cloud.CloudApi.ClusterCredentials;
import dev.intercepts.protocol.cloud.CloudApi.ClusterRegistration;
import java.util.UUID;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Clusters, for members of the organization that the token was made for. */
@RestController
@RequestMapping("/api/v1/clusters")
class ClusterController {

    private final Clusters clusters;

    ClusterController(Clusters clusters) {
        this.clusters = clusters;
    }

    @PostMapping
    ClusterCredentials register(Person person, @RequestBody ClusterRegistration registration) {
        return clusters.register(person, Registrations.checked(registration));
    }

    @PostMapping("/{id}/token")
    ClusterCredentials replaceToken(Person person, @PathVariable UUID id) {
        return clusters.replaceToken(person, id).orElseThrow(() -> NotFoundException.cluster(id));
    }
}
