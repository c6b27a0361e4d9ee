package dev.intercepts.connector.cloud;

import dev.intercepts.connector.contract.Failure;
import dev.intercepts.protocol.cloud.CloudApi.ClusterCredentials;
import dev.intercepts.protocol.cloud.CloudApi.ClusterRegistration;
import dev.intercepts.protocol.cloud.CloudApi.Discovery;
import dev.intercepts.protocol.cloud.CloudApi.InterceptRegistration;
import dev.intercepts.protocol.cloud.CloudApi.InterceptView;
import dev.intercepts.protocol.cloud.CloudApi.Me;
import dev.intercepts.protocol.cloud.CloudApi.PreviewRequest;
import dev.intercepts.protocol.cloud.CloudApi.PreviewView;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The hosted service's REST API as the connector uses it (docs/protocol.md, Connector → cloud). */
public final class CloudClient {

    private final CloudHttp http;
    private final CloudAccount account;

    public CloudClient(CloudHttp http, CloudAccount account) {
        this.http = http;
        this.account = account;
    }

    /** Whose login it is. */
    public CloudAccount account() {
        return account;
    }

    /** Where tunnels and previews are. */
    public Discovery discovery() throws InterruptedException {
        return http.get(uri("/.well-known/intercepts"), Discovery.class);
    }

    /** Whom the token speaks for. */
    public Me me() throws InterruptedException {
        return http.read(call("GET", "/api/v1/me", null), Me.class);
    }

    /** Makes a cluster known, or finds it again. */
    public ClusterCredentials register(ClusterRegistration cluster) throws InterruptedException {
        return http.read(call("POST", "/api/v1/clusters", cluster), ClusterCredentials.class);
    }

    /** A new uplink token for a cluster; the old one ends. */
    public ClusterCredentials newToken(String clusterId) throws InterruptedException {
        return http.read(call("POST", "/api/v1/clusters/" + clusterId + "/token", null), ClusterCredentials.class);
    }

    /** Makes an intercept known, or changes it in place. */
    public InterceptView register(InterceptRegistration intercept) throws InterruptedException {
        return http.read(call("POST", "/api/v1/intercepts", intercept), InterceptView.class);
    }

    /** An intercept as it is now; empty where the hosted service knows it no more. */
    public Optional<InterceptView> find(String id) throws InterruptedException {
        HttpResponse<String> answer = call("GET", "/api/v1/intercepts/" + id, null);
        return answer.statusCode() == 404 && CloudHttp.isProblem(answer)
                ? Optional.empty()
                : Optional.of(http.read(answer, InterceptView.class));
    }

    /** Ends an intercept; one that is not known any more is fine. */
    public void end(String id) throws InterruptedException {
        HttpResponse<String> answer = call("DELETE", "/api/v1/intercepts/" + id, null);
        if (answer.statusCode() != 404) {
            http.demandSuccess(answer);
        }
    }

    /** Makes or changes a preview; its URL stays. */
    public PreviewView putPreview(String id, PreviewRequest preview) throws InterruptedException {
        return http.read(call("PUT", previewPath(id), preview), PreviewView.class);
    }

    /** Changes who may open a preview. */
    public PreviewView patchPreview(String id, PreviewRequest preview) throws InterruptedException {
        return http.read(call("PATCH", previewPath(id), preview), PreviewView.class);
    }

    /** Takes a preview away; one that is not there is fine. */
    public void removePreview(String id) throws InterruptedException {
        HttpResponse<String> answer = call("DELETE", previewPath(id), null);
        if (answer.statusCode() != 404) {
            http.demandSuccess(answer);
        }
    }

    private static String previewPath(String id) {
        return "/api/v1/intercepts/" + id + "/preview";
    }

    private HttpResponse<String> call(String method, String path, @Nullable Object body) throws InterruptedException {
        String token = account.accessToken();
        HttpResponse<String> answer = http.call(method, uri(path), token, body);
        if (answer.statusCode() == 401) {
            answer = http.call(method, uri(path), account.renewed(token), body);
        }
        return answer;
    }

    URI uri(String path) {
        String cloudUrl = account.require().cloudUrl();
        try {
            return URI.create(cloudUrl + path);
        } catch (IllegalArgumentException e) {
            throw Failure.usage("cloud-url", "--cloud: " + cloudUrl + " is no URL", "give it as https://host");
        }
    }
}
