package dev.intercepts.connector.files;

import dev.intercepts.connector.contract.IngressOptions;
import dev.intercepts.connector.contract.InstallOptions;
import dev.intercepts.connector.contract.NetworkOptions;
import dev.intercepts.connector.contract.Views.HeaderLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the files of the configuration directory hold. */
public final class State {

    private State() {}

    /**
     * {@code installation.json}, made once.
     *
     * @param uuid stands in {@code x-telepresence-intercept-id}
     * @param sessionToken proves whose session it is (docs/protocol.md, Sessions)
     */
    public record Installation(String uuid, String sessionToken) {

        /** Without the token, so that it can be logged. */
        @Override
        public String toString() {
            return "Installation[uuid=" + uuid + "]";
        }
    }

    /**
     * {@code settings.json}: what holds where no flag says otherwise. A person may write it.
     *
     * @param cloudUrl the hosted service; {@code login} keeps its own here
     * @param kubeconfig where neither {@code --kubeconfig} nor {@code KUBECONFIG} says so
     * @param context of the kubeconfig
     * @param managerNamespace where the Traffic Manager is, in clusters that were not connected to yet
     * @param install how a Traffic Manager is installed where there is none yet
     */
    public record Settings(
            @Nullable String cloudUrl,
            @Nullable String kubeconfig,
            @Nullable String context,
            @Nullable String managerNamespace,
            @Nullable InstallOptions install) {

        public static final Settings NONE = new Settings(null, null, null, null, null);

        /** The same with another hosted service. */
        public Settings withCloud(String url) {
            return new Settings(url, kubeconfig, context, managerNamespace, install);
        }
    }

    /**
     * {@code logins.json}: a login for each profile.
     *
     * @param current name of the profile that counts; {@code null} while nobody is logged in
     */
    public record Logins(@Nullable String current, Map<String, Login> byProfile) {

        public static final Logins NONE = new Logins(null, Map.of());

        /** The one that counts. */
        public Optional<Login> login() {
            return Optional.ofNullable(current).map(byProfile::get);
        }

        /** The same with one more, or another one of that name. */
        public Logins with(String profile, Login login, boolean makeCurrent) {
            Map<String, Login> next = new LinkedHashMap<>(byProfile);
            next.put(profile, login);
            return new Logins(makeCurrent ? profile : current, next);
        }

        /** The same without one. */
        public Logins without(String profile) {
            Map<String, Login> next = new LinkedHashMap<>(byProfile);
            next.remove(profile);
            return new Logins(profile.equals(current) ? null : current, next);
        }
    }

    /**
     * A login: tokens, or an API key, and whose they are.
     *
     * @param accessToken or the API key
     * @param refreshToken {@code null} for an API key
     * @param expiresAt of the access token, RFC 3339; {@code null} for an API key
     */
    public record Login(
            String cloudUrl,
            String accessToken,
            @Nullable String refreshToken,
            @Nullable String expiresAt,
            String login,
            String name,
            String organization) {

        /** Whether it is an API key. */
        public boolean apiKey() {
            return refreshToken == null;
        }

        /** Whether it speaks for the same person, organization and hosted service. */
        public boolean sameAs(Login other) {
            return cloudUrl.equals(other.cloudUrl)
                    && login.equals(other.login)
                    && organization.equals(other.organization);
        }

        /** Without the tokens, so that it can be logged. */
        @Override
        public String toString() {
            return "Login[cloudUrl=" + cloudUrl + ", login=" + login + ", organization=" + organization + "]";
        }
    }

    /** {@code session.json}, there while the daemon is to be connected. */
    public record Session(
            @Nullable String context,
            @Nullable String kubeconfig,
            @Nullable String namespace,
            String managerNamespace,
            @Nullable NetworkOptions network) {}

    /** {@code managers.json}: the namespace of the Traffic Manager that was used last, by context and API server. */
    public record Managers(Map<String, String> byCluster) {

        public static final Managers NONE = new Managers(Map.of());

        /** The same with another one. */
        public Managers with(String cluster, String namespace) {
            Map<String, String> next = new LinkedHashMap<>(byCluster);
            next.put(cluster, namespace);
            return new Managers(next);
        }

        /** The same without one. */
        public Managers without(String cluster) {
            Map<String, String> next = new LinkedHashMap<>(byCluster);
            next.remove(cluster);
            return new Managers(next);
        }
    }

    /** {@code ingress.json}: the last answers on the ingress, by the cluster's uid. */
    public record Answers(Map<String, IngressOptions> byCluster) {}

    /** {@code intercepts.json}: what this laptop intercepts, what others ended, and what it could not end itself yet. */
    public record Intercepts(List<Intercept> intercepts, List<Ended> ended, List<GivenUp> givenUp) {

        public static final Intercepts NONE = new Intercepts(List.of(), List.of(), List.of());
    }

    /**
     * One intercept: enough to answer its streams before the cluster is reached.
     *
     * @param ingressHost and {@code ingressPort}: what a preview may reach; {@code null} without preview URL
     * @param layer5Host where it differs from {@code ingressHost}
     * @param cloudId the hosted service's identifier
     */
    public record Intercept(
            String namespace,
            String name,
            String workloadKind,
            String workload,
            String targetHost,
            int targetPort,
            String mechanism,
            List<HeaderLine> headers,
            @Nullable String pathPrefix,
            @Nullable String ingressHost,
            @Nullable Integer ingressPort,
            @Nullable Boolean ingressTls,
            @Nullable String layer5Host,
            @Nullable String cloudId,
            @Nullable String previewUrl,
            @Nullable String access) {

        /** {@code namespace/name}, as streams name it. */
        public String key() {
            return namespace + "/" + name;
        }

        /** The same with what the hosted service made of it. */
        public Intercept withCloud(@Nullable String id, @Nullable String url, @Nullable String newAccess) {
            return new Intercept(
                    namespace,
                    name,
                    workloadKind,
                    workload,
                    targetHost,
                    targetPort,
                    mechanism,
                    headers,
                    pathPrefix,
                    ingressHost,
                    ingressPort,
                    ingressTls,
                    layer5Host,
                    id,
                    url,
                    newAccess);
        }

        /** The same with another ingress. */
        public Intercept withIngress(
                @Nullable String host, @Nullable Integer port, @Nullable Boolean tls, @Nullable String l5Host) {
            return new Intercept(
                    namespace,
                    name,
                    workloadKind,
                    workload,
                    targetHost,
                    targetPort,
                    mechanism,
                    headers,
                    pathPrefix,
                    host,
                    port,
                    tls,
                    l5Host,
                    cloudId,
                    previewUrl,
                    access);
        }
    }

    /**
     * An intercept that this laptop gave up while its cluster could not be reached.
     *
     * @param context of the session that it belonged to; {@code kubeconfig} likewise
     */
    public record GivenUp(
            @Nullable String context, @Nullable String kubeconfig, String namespace, String name) {}

    /** An intercept that somebody else ended; {@code at} in RFC 3339. */
    public record Ended(String namespace, String name, String by, String at) {}
}
