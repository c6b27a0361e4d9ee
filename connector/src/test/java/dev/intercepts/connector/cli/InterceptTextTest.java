package dev.intercepts.connector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.connector.contract.Views.HeaderLine;
import dev.intercepts.connector.contract.Views.InterceptDetails;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InterceptTextTest {

    private static final List<HeaderLine> AUTO =
            List.of(new HeaderLine("x-telepresence-intercept-id", "0b5a7d3c:hello"));

    private static InterceptDetails details(
            String mechanism,
            List<HeaderLine> headers,
            @Nullable String pathPrefix,
            @Nullable String servicePort,
            @Nullable String previewUrl,
            @Nullable String layer5Host) {
        return new InterceptDetails(
                "hello",
                "default",
                "hello",
                "deployment",
                "ACTIVE",
                "",
                "127.0.0.1:9000",
                servicePort,
                mechanism,
                headers,
                pathPrefix,
                previewUrl,
                previewUrl == null ? null : "private",
                layer5Host,
                "0b5a7d3c:hello");
    }

    @Test
    void withoutPreview() {
        assertThat(InterceptText.render(details("http", AUTO, null, null, null, null)))
                .isEqualTo("""
                Using deployment hello
                intercepted
                    Intercept name: hello
                    State         : ACTIVE
                    Destination   : 127.0.0.1:9000
                    Intercepting  : HTTP requests that match all of:
                      header("x-telepresence-intercept-id") ~= regexp("0b5a7d3c:hello")
                """);
    }

    @Test
    void withPreview() {
        assertThat(InterceptText.render(details("http", AUTO, null, null, "https://abc.preview.example", null)))
                .isEqualTo("""
                Using deployment hello
                intercepted
                    Intercept name: hello
                    State         : ACTIVE
                    Destination   : 127.0.0.1:9000
                    Intercepting  : HTTP requests that match all of:
                      header("x-telepresence-intercept-id") ~= regexp("0b5a7d3c:hello")
                    Preview URL   : https://abc.preview.example
                """);
    }

    @Test
    void withLayer5Hostname() {
        assertThat(InterceptText.block(
                        details("http", AUTO, null, null, "https://abc.preview.example", "shop.example")))
                .isEqualTo("""
                    Intercept name  : hello
                    State           : ACTIVE
                    Destination     : 127.0.0.1:9000
                    Intercepting    : HTTP requests that match all of:
                      header("x-telepresence-intercept-id") ~= regexp("0b5a7d3c:hello")
                    Preview URL     : https://abc.preview.example
                    Layer 5 Hostname: shop.example
                """);
    }

    @Test
    void severalServicePorts() {
        assertThat(InterceptText.block(details("tcp", List.of(), null, "http", null, null)))
                .isEqualTo("""
                    Intercept name   : hello
                    State            : ACTIVE
                    Destination      : 127.0.0.1:9000
                    Service Port Name: http
                    Intercepting     : all TCP connections
                """);
    }

    @Test
    void pathAndQuotes() {
        List<HeaderLine> headers = List.of(new HeaderLine("x-a", "\"q\""));
        assertThat(InterceptText.block(details("http", headers, "/api", null, null, null)))
                .contains("""
                    Intercepting  : HTTP requests that match all of:
                      header("x-a") ~= regexp("\\"q\\"")
                      path-prefix("/api")
                """);
        assertThat(InterceptText.block(details("http", List.of(), null, null, null, null)))
                .contains("Intercepting  : all HTTP requests\n");
    }
}
