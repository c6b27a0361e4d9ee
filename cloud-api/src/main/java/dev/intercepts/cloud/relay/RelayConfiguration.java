package dev.intercepts.cloud.relay;

import dev.intercepts.cloud.clusters.Clusters;
import dev.intercepts.cloud.identity.Scope;
import dev.intercepts.cloud.oauth.AccessTokens;
import dev.intercepts.tunnel.TunnelListener;
import dev.intercepts.tunnel.TunnelSettings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RelayConfiguration {

    @Bean(destroyMethod = "close")
    Relay relay(RelaySettings settings, TunnelCredentials credentials, ApplicationEventPublisher events) {
        return Relay.start(
                new TunnelListener.Config(settings.host(), settings.port(), null, TunnelSettings.DEFAULT),
                credentials,
                events::publishEvent);
    }

    @Bean
    MeterBinder relayMetrics(Relay relay) {
        return registry -> {
            Gauge.builder("intercepts.tunnel.clusters", relay, Relay::clusters)
                    .description("Clusters with a tunnel")
                    .register(registry);
            Gauge.builder("intercepts.tunnel.laptops", relay, Relay::laptops)
                    .description("Laptops with a tunnel")
                    .register(registry);
            Gauge.builder("intercepts.tunnel.streams", relay, Relay::streams)
                    .description("Open streams of all tunnels")
                    .register(registry);
        };
    }

    @Bean
    TunnelCredentials tunnelCredentials(Clusters clusters, AccessTokens tokens) {
        return new TunnelCredentials() {
            @Override
            public Optional<String> organizationOfCluster(String clusterId, String token) {
                return clusters.authenticate(clusterId, token)
                        .map(cluster -> cluster.organizationId().toString());
            }

            @Override
            public Optional<SessionRight> sessionOfBearer(String token) {
                return tokens.authenticate(token)
                        .filter(holder -> holder.may(Scope.INTERCEPTS))
                        .map(holder -> new SessionRight(
                                holder.getPrincipal().organizationId().toString(),
                                holder.credential().toString()));
            }
        };
    }
}
