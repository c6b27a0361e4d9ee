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
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
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
    private final SpanSink spans;
    private final @Nullable Supplier<SslContext> tls;
    private @Nullable Edge edge;

    EdgeServer(
            EdgeSettings settings,
            HostedSettings hosted,
            PreviewDirectory directory,
            VisitorHandoff handoff,
            ClusterTunnels tunnels,
            RequestSink requests,
            ObjectProvider<SpanSink> spans,
            SslBundles bundles) {
        this.config = new EdgeConfig(
                settings.host(),
                settings.port(),
                hosted.previewDomain(),
                hosted.previewUrl().startsWith("https:"),
                hosted.publicUrl(),
                new EdgeConfig.VisitorLimits(
                        Limits.DEFAULT,
                        settings.connectionsPerAddress(),
                        settings.requestsPerPreview(),
                        settings.streamsPerConnection()),
                EdgeConfig.Times.DEFAULT,
                settings.verifyIngress());
        this.directory = directory;
        this.handoff = handoff;
        this.tunnels = tunnels;
        this.requests = requests;
        this.spans = spans.getIfAvailable(() -> SpanSink.LOG);
        this.tls = settings.sslBundle() == null ? null : tls(bundles, settings.sslBundle());
    }

    /** After the directory, which reads all previews on the same event. */
    @EventListener(ApplicationReadyEvent.class)
    @Order(100)
    void start() {
        Edge started = Edge.start(config, directory, handoff, tunnels, requests, spans, EventLoops.shared(), tls);
        edge = started;
        log.atInfo().addKeyValue("port", started.address().getPort()).log("edge listens");
    }

    /** Follows the bundle: connections that come after its files have changed get the new certificate. */
    private static Supplier<SslContext> tls(SslBundles bundles, String name) {
        AtomicReference<SslContext> current = new AtomicReference<>(context(bundles.getBundle(name)));
        bundles.addBundleUpdateHandler(name, changed -> current.set(context(changed)));
        return current::get;
    }

    private static SslContext context(SslBundle bundle) {
        return EdgeTls.context(bundle.getManagers().getKeyManagerFactory());
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
        Gauge.builder("intercepts.edge.waiting", this, server -> server.edge == null ? 0 : server.edge.waiting())
                .baseUnit(BaseUnits.BYTES)
                .description("Bytes of answers that wait for visitors to read them")
                .register(registry);
    }

    @Override
    public void destroy() {
        if (edge != null) {
            edge.close();
        }
    }
}
