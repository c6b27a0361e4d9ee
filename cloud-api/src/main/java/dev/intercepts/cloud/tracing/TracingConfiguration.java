package dev.intercepts.cloud.tracing;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import java.time.Duration;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The exporter is there where it has somewhere to send to; its classes are not even loaded elsewhere. */
@Configuration(proxyBeanMethods = false)
class TracingConfiguration {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Bean(destroyMethod = "close")
    @ConditionalOnProperty("intercepts.tracing.otlp-url")
    ExportedSpans exportedSpans(TracingSettings settings) {
        OtlpHttpSpanExporterBuilder exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(Objects.requireNonNull(settings.otlpUrl()).toString())
                .setTimeout(PATIENCE);
        Objects.requireNonNull(settings.headers()).forEach(exporter::addHeader);
        return new ExportedSpans(exporter.build());
    }
}
