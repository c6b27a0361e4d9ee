package dev.intercepts.connector.cloud;

import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.connector.doctor.CloudFacts;
import dev.intercepts.connector.files.State.Login;
import dev.intercepts.protocol.cloud.CloudApi.Discovery;
import dev.intercepts.protocol.cloud.CloudApi.Me;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Gathers for {@code doctor} what the hosted service tells. */
public final class CloudExamination {

    private final CloudHttp http;
    private final CloudClient cloud;
    private final InstantSource clock;

    public CloudExamination(CloudHttp http, CloudClient cloud, InstantSource clock) {
        this.http = http;
        this.cloud = cloud;
        this.clock = clock;
    }

    /** Asks it; blocks. */
    public CloudFacts look() throws InterruptedException {
        Login login = cloud.account().login().orElse(null);
        if (login == null) {
            return CloudFacts.NONE;
        }
        String url = login.cloudUrl();
        Long skew;
        Discovery discovery;
        try {
            URI uri = cloud.uri("/.well-known/intercepts");
            Instant asked = clock.instant();
            HttpResponse<String> answer = http.call("GET", uri, null, null);
            skew = skew(
                    asked, clock.instant(), answer.headers().firstValue("Date").orElse(null));
            discovery = http.read(answer, Discovery.class);
        } catch (FailureException e) {
            return new CloudFacts(url, null, null, e.failure(), null, null);
        }
        try {
            Me me = cloud.me();
            return new CloudFacts(url, discovery.version(), skew, null, me.login() + " of " + me.organization(), null);
        } catch (FailureException e) {
            return new CloudFacts(url, discovery.version(), skew, null, null, e.failure());
        }
    }

    /**
     * How many seconds this clock is ahead.
     *
     * @param date of the answer (RFC 9110 §6.6.1), whole seconds
     */
    static @Nullable Long skew(Instant asked, Instant answered, @Nullable String date) {
        if (date == null) {
            return null;
        }
        try {
            Instant theirs = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
            Instant ours = asked.plus(Duration.between(asked, answered).dividedBy(2));
            return Duration.between(theirs, ours).toSeconds();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
