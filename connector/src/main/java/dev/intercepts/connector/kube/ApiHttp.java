package dev.intercepts.connector.kube;

import io.fabric8.kubernetes.client.vertx5.TlsWarmup;
import io.fabric8.kubernetes.client.vertx5.Vertx5HttpClientFactory;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.ext.web.client.WebClientOptions;

/** The Kubernetes client's HTTP, with the TLS that the port-forwards have too (decision 242). */
final class ApiHttp extends Vertx5HttpClientFactory {

    ApiHttp() {
        setTlsWarmup(TlsWarmup.OFF);
    }

    @Override
    protected void additionalConfig(WebClientOptions http, WebSocketClientOptions webSocket, PoolOptions pool) {
        if (OpenSSLEngineOptions.isAvailable()) {
            http.setSslEngineOptions(new OpenSSLEngineOptions());
            webSocket.setSslEngineOptions(new OpenSSLEngineOptions());
        }
    }
}
