package dev.intercepts.manager;

import dev.intercepts.protocol.cluster.ClusterNames;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Calls the webhook as the API server does: by the Service's name, trusting the registered CA only. */
final class WebhookCall {

    private static final String NAME = ClusterNames.WEBHOOK_SERVICE + "." + ClusterNames.NAMESPACE + ".svc";

    private WebhookCall() {}

    static String post(int port, String caBundle, String body) throws Exception {
        return post("127.0.0.1", port, caBundle, body);
    }

    static String post(String host, int port, String caBundle, String body) throws Exception {
        try (SSLSocket socket = connect(host, port, caBundle)) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            socket.getOutputStream()
                    .write(("POST " + ClusterNames.INJECT_PATH + " HTTP/1.1\r\nHost: " + NAME
                                    + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                                    + bytes.length + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(bytes);
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.substring(answer.indexOf("\r\n\r\n") + 4);
        }
    }

    static SSLSocket connect(String host, int port, String caBundle) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry(
                "ca",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(Base64.getDecoder().decode(caBundle))));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        SSLSocket socket = (SSLSocket) tls.getSocketFactory()
                .createSocket(new java.net.Socket(InetAddress.getByName(host), port), NAME, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setServerNames(List.of(new SNIHostName(NAME)));
        socket.setSSLParameters(parameters);
        return socket;
    }
}
