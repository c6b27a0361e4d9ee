package dev.intercepts.tunnel;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** TLS with the private ALPN name. A context without ALPN of its own gets it here, so that callers need not know of it. */
final class TunnelTls {

    private static final String[] PROTOCOLS = {Handshake.ALPN, "http/1.1"};

    private TunnelTls() {}

    /** What trusts whom the platform trusts; native code where that is there (docs/decisions/0242). */
    static SslContext client() throws SSLException {
        return SslContextBuilder.forClient()
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        PROTOCOLS))
                .build();
    }

    /** For a dialled connection, with the host name as SNI and for verification. */
    static SslHandler handler(SslContext tls, ByteBufAllocator alloc, String host, int port) {
        return offering(tls, tls.newHandler(alloc, host, port));
    }

    /** For an accepted connection. */
    static SslHandler handler(SslContext tls, ByteBufAllocator alloc) {
        return offering(tls, tls.newHandler(alloc));
    }

    private static SslHandler offering(SslContext tls, SslHandler handler) {
        if (tls.applicationProtocolNegotiator().protocols().isEmpty()) {
            SSLParameters parameters = handler.engine().getSSLParameters();
            // http/1.1 too: a load balancer that ends TLS, or curl, speaks the same upgrade.
            parameters.setApplicationProtocols(PROTOCOLS);
            handler.engine().setSSLParameters(parameters);
        }
        return handler;
    }
}
