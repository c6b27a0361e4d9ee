package dev.intercepts.cloud.edge;

import dev.intercepts.cloud.edge.http.Limits;
import dev.intercepts.cloud.previews.PreviewDirectory;
import dev.intercepts.cloud.previews.VisitorHandoff;
import dev.intercepts.cloud.relay.ClusterTunnels;
import dev.intercepts.cloud.requests.RequestSink;
import dev.intercepts.cloud.settings.HostedSettings;
import dev.intercepts.tunnel.EventLoops;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Runs the edge within the hosted service, from when the previews are in memory. */
@Component
public class EdgeServer implements MeterBinder, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(EdgeServer.class);

    private final EdgeConfig config;
    private final PreviewDirectory directory;
    private final VisitorHandoff handoff;
    private final ClusterTunnels tunnels;
    private final RequestSink requests;
    private @Nullable Edge edge;

    EdgeServer(
            EdgeSettings settings,
            HostedSettings hosted,
            PreviewDirectory directory,
            VisitorHandoff handoff,
            ClusterTunnels tunnels,
            RequestSink requests) {
        this.config = new EdgeConfig(
                settings.host(),
                settings.port(),
                hosted.previewDomain(),
                hosted.previewUrl().startsWith("https:"),
                hosted.publicUrl(),
                new EdgeConfig.VisitorLimits(
                        Limits.DEFAULT, settings.connectionsPerAddress(), settings.requestsPerPreview()),
                EdgeConfig.Times.DEFAULT,
                settings.verifyIngress());
        this.directory = directory;
        this.handoff = handoff;
        this.tunnels = tunnels;
        this.requests = requests;
    }

    /** After the directory, which reads all previews on the same event. */
    @EventListener(ApplicationReadyEvent.class)
    @Order(100)
    void start() {
        Edge started = Edge.start(config, directory, handoff, tunnels, requests, EventLoops.shared());
        edge = started;
        log.atInfo().addKeyValue("port", started.address().getPort()).log("edge listens");
    }

    /** Where it listens; fails before the application is ready. */
    public InetSocketAddress address() {
        if (edge == null) {
            throw new IllegalStateException("the edge listens once the application is ready");
        }
        return edge.address();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder(
                        "intercepts.edge.connections",
                        this,
                        server -> server.edge == null ? 0 : server.edge.connections())
                .description("Open connections of visitors")
                .register(registry);
    }

    @Override
    public void destroy() {
        if (edge != null) {
            edge.close();
        }
    }
}
