package dev.intercepts.cloud.settings;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the hosted service is, as people and programs reach it: properties {@code intercepts.*}.
 *
 * @param publicUrl of the dashboard and the REST API, without a slash at the end
 * @param dataDir what must outlive a restart where no database is configured: the embedded database, generated keys
 * @param secretKey 32 bytes in base64 that encrypt GitHub's tokens; generated into {@code dataDir} where it is not given
 * @param earlierSecretKeys keys that were {@code secretKey} before: what they encrypted is read, and written anew with that one
 * @param previewDomain domain below which each preview has its label
 * @param previewUrl scheme and port of preview URLs: {@code https://*} or {@code http://*:8081}; the star is the host
 * @param tunnelUrl where connectors and managers dial their tunnels, as they reach it
 */
@ConfigurationProperties("intercepts")
public record HostedSettings(
        @DefaultValue("http://localhost:8080") URI publicUrl,
        @DefaultValue("data") Path dataDir,
        @Nullable String secretKey,
        @DefaultValue List<String> earlierSecretKeys,
        @DefaultValue("preview.localhost") String previewDomain,
        @DefaultValue("http://*:8081") String previewUrl,
        @DefaultValue("http://localhost:8082") URI tunnelUrl) {

    public HostedSettings {
        if (!previewUrl.matches("https?://\\*(:[0-9]{1,5})?")) {
            throw new IllegalArgumentException(
                    "intercepts.preview-url: " + previewUrl + " (expected: http://*:8081, https://* and the like)");
        }
        if (publicUrl.getHost() == null) {
            throw new IllegalArgumentException(
                    "intercepts.public-url: " + publicUrl + " (expected: https://host[:port])");
        }
    }

    /** The URL of a preview. */
    public String previewUrl(String label) {
        return previewUrl.replace("*", label + "." + previewDomain);
    }

    /** Whether people reach the dashboard by TLS, so that cookies can demand it. */
    public boolean secure() {
        return "https".equals(publicUrl.getScheme());
    }
}
