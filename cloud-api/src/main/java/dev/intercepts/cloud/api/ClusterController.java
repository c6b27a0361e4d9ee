package dev.intercepts.cloud.api;

import dev.intercepts.cloud.clusters.ClusterStatus;
import dev.intercepts.cloud.clusters.Clusters;
import dev.intercepts.cloud.identity.Person;
import dev.intercepts.protocol.cloud.CloudApi.ClusterCredentials;
import dev.intercepts.protocol.cloud.CloudApi.ClusterRegistration;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
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

    /** The organization's clusters, by name. */
    @GetMapping
    ClustersView list(Person person) {
        return new ClustersView(clusters.list(person.organizationId()));
    }

    /** Takes the cluster's token back; its tunnels end at once. */
    @DeleteMapping("/{id}/token")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(Person person, @PathVariable UUID id) {
        if (!clusters.revoke(person, id)) {
            throw NotFoundException.cluster(id);
        }
    }

    @PostMapping("/{id}/token")
    ClusterCredentials replaceToken(Person person, @PathVariable UUID id) {
        return clusters.replaceToken(person, id).orElseThrow(() -> NotFoundException.cluster(id));
    }

    record ClustersView(List<ClusterStatus> items) {}
}
