package dev.intercepts.cloud.api;

import dev.intercepts.cloud.clusters.ClusterStatus;
import dev.intercepts.cloud.clusters.Clusters;
import dev.intercepts.cloud.identity.Person;
import dev.intercepts.protocol.cloud.CloudApi.ClusterCredentials;
import dev.intercepts.protocol.cloud.CloudApi.ClusterRegistration;
import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
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

    @Operation(operationId = "registerCluster", summary = "Makes a cluster known, or finds it again by its uid")
    @PostMapping
    ClusterCredentials register(Person person, @RequestBody ClusterRegistration registration) {
        return clusters.register(person, Registrations.checked(registration));
    }

    /** The organization's clusters, newest first. */
    @Operation(operationId = "listClusters", summary = "The clusters of the organization, newest first")
    @GetMapping
    PageView<ClusterStatus> list(
            Person person,
            @RequestParam(defaultValue = PageView.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Cursor from = Cursor.of(cursor);
        List<ClusterStatus> found = clusters.page(
                person.organizationId(),
                from == null ? null : from.createdAt(),
                from == null ? null : from.id(),
                PageView.checked(limit) + 1);
        return PageView.of(found, limit, Function.identity(), cluster -> new Cursor(cluster.addedAt(), cluster.id()));
    }

    @Operation(operationId = "getCluster", summary = "One cluster")
    @GetMapping("/{id}")
    ClusterStatus get(Person person, @PathVariable UUID id) {
        return clusters.find(person.organizationId(), id).orElseThrow(() -> NotFoundException.cluster(id));
    }

    /** Takes the cluster's token back; its tunnels end at once. */
    @Operation(
            operationId = "revokeClusterToken",
            summary = "Takes the token of a cluster back; its tunnels end at once")
    @DeleteMapping("/{id}/token")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(Person person, @PathVariable UUID id) {
        if (!clusters.revoke(person, id)) {
            throw NotFoundException.cluster(id);
        }
    }

    @Operation(
            operationId = "replaceClusterToken",
            summary = "Makes a new token for a cluster; the one before ends at once")
    @PostMapping("/{id}/token")
    ClusterCredentials replaceToken(Person person, @PathVariable UUID id) {
        return clusters.replaceToken(person, id).orElseThrow(() -> NotFoundException.cluster(id));
    }
}
