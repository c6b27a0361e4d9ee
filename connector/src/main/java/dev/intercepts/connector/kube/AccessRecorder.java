package dev.intercepts.connector.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.http.StandardHttpClientBuilder;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Has the Kubernetes client set up an HTTP client, as for those that it is made with, and keeps what it says: certificates,
 * proxies, and what writes the credentials into a request are the client's own, for all kinds of kubeconfig.
 */
final class AccessRecorder extends StandardHttpClientBuilder<HttpClient, HttpClient.Factory, AccessRecorder> {

    private AccessRecorder(HttpClient.Factory factory) {
        super(factory);
    }

    static ServerAccess access(Config config) {
        HttpClient.Factory factory = HttpClientUtils.getHttpClientFactory();
        AccessRecorder recorder = new AccessRecorder(factory);
        HttpClientUtils.applyCommonConfiguration(config, recorder, factory);
        URI server = URI.create(config.getMasterUrl());
        ServerAddress address = Objects.requireNonNull(ServerAddress.of(server), "Kubeconfig has looked at it");
        String asked = recorder.getTlsServerName();
        return new ServerAccess(
                server,
                address.host(),
                address.port(),
                address.secure() ? recorder.tls() : null,
                asked == null ? address.host() : asked,
                !config.isDisableHostnameVerification(),
                recorder.proxy(),
                () -> recorder.headers(server));
    }

    /** The client has one of each at most. */
    private ServerAccess.Tls tls() {
        TrustManager[] trust = getTrustManagers();
        KeyManager[] keys = getKeyManagers();
        return new ServerAccess.Tls(
                trust == null || trust.length == 0 ? null : trust[0],
                keys == null || keys.length == 0 ? null : keys[0]);
    }

    private ServerAccess.@Nullable Proxy proxy() {
        HttpClient.ProxyType type = getProxyType();
        InetSocketAddress address = getProxyAddress();
        if (address == null || type == HttpClient.ProxyType.DIRECT) {
            return null;
        }
        ServerAccess.ProxyKind kind = switch (type) {
            case SOCKS4 -> ServerAccess.ProxyKind.SOCKS4;
            case SOCKS5 -> ServerAccess.ProxyKind.SOCKS5;
            case HTTP, DIRECT -> ServerAccess.ProxyKind.HTTP;
        };
        String[] login = getProxyAuthorization() == null
                ? null
                : HttpClientUtils.decodeBasicCredentials(getProxyAuthorization());
        return new ServerAccess.Proxy(
                kind,
                address.getHostString(),
                address.getPort(),
                login == null ? null : new ServerAccess.Login(login[0], login[1]));
    }

    private Map<String, List<String>> headers(URI uri) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        BasicBuilder written = new BasicBuilder() {
            @Override
            public BasicBuilder uri(URI other) {
                return this;
            }

            @Override
            public BasicBuilder header(String name, String value) {
                headers.computeIfAbsent(name, first -> new ArrayList<>()).add(value);
                return this;
            }

            @Override
            public BasicBuilder setHeader(String name, String value) {
                headers.put(name, new ArrayList<>(List.of(value)));
                return this;
            }
        };
        Interceptor.RequestTags none = new Interceptor.RequestTags() {
            @Override
            public <T> @Nullable T getTag(Class<T> type) {
                return null;
            }
        };
        StandardHttpRequest request = new StandardHttpRequest(Map.of(), uri, "GET", null);
        getInterceptors().values().forEach(interceptor -> interceptor.before(written, request, none));
        return headers;
    }

    @Override
    public HttpClient build() {
        throw new UnsupportedOperationException("only what was said is of interest");
    }

    @Override
    protected AccessRecorder newInstance(HttpClient.Factory factory) {
        return new AccessRecorder(factory);
    }
}
