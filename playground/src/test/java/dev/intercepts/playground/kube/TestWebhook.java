package dev.intercepts.playground.kube;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.node.ObjectNode;

/** A mutating webhook as a pod: labels each pod that it is asked about, and refuses one that is called "refused". */
public final class TestWebhook {

    private TestWebhook() {}

    public static void main(String[] args) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(Path.of(System.getenv("KEYSTORE")))) {
            keys.load(file, "changeit".toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(System.getenv("POD_IP"), 8443), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/mutate", exchange -> {
            ObjectNode review =
                    (ObjectNode) Json.MAPPER.readTree(exchange.getRequestBody().readAllBytes());
            byte[] answer = Json.MAPPER.writeValueAsBytes(answer(review));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            try (exchange) {
                exchange.getResponseBody().write(answer);
            }
        });
        server.start();
    }

    private static ObjectNode answer(ObjectNode review) {
        ObjectNode response = Json.object().put("uid", Json.text(review, "request", "uid"));
        boolean allowed = !Json.text(review, "request", "name").equals("refused");
        response.put("allowed", allowed);
        if (allowed) {
            String patch = "[{\"op\":\"add\",\"path\":\"/metadata/labels/touched\",\"value\":\"yes\"}]";
            response.put("patchType", "JSONPatch")
                    .put("patch", Base64.getEncoder().encodeToString(patch.getBytes(StandardCharsets.UTF_8)));
        } else {
            response.putObject("status").put("message", "not this one");
        }
        ObjectNode answer =
                Json.object().put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
        answer.set("response", response);
        return answer;
    }
}
