package dev.intercepts.cloud.api;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/** The order of the API's own filters. All of them come after Spring Security's, so they know who asks. */
final class ApiFilters {

    /** What they are for, as it stands in a request: {@link OneSpellingFirewall} lets no other spelling in. */
    static final String PATH = "/api/v1/";

    static final int RATE = 10;
    static final int BODY = 20;
    static final int REPEATED = 30;
    static final int ENTITY_TAGS = 40;

    private ApiFilters() {}

    /** Whether an answer is written bit by bit, so that nothing may wait for its end. */
    static boolean streams(HttpServletRequest request) {
        String path = request.getRequestURI();
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return path.endsWith("/events")
                || path.endsWith("/orders")
                || path.endsWith("/export")
                || path.endsWith("/requests") && accept != null && accept.contains(MediaType.TEXT_EVENT_STREAM_VALUE);
    }
}
