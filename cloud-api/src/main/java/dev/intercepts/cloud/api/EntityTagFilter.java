package dev.intercepts.cloud.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/** Gives each representation its {@code ETag}, and answers 304 to whoever has it already. */
@Component
@Order(ApiFilters.ENTITY_TAGS)
class EntityTagFilter extends OncePerRequestFilter {

    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final Set<String> ANSWERED_WITH_WHAT_IS_THERE_NOW = Set.of("PUT", "PATCH");

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        boolean tagged = READING.contains(request.getMethod())
                || ANSWERED_WITH_WHAT_IS_THERE_NOW.contains(request.getMethod()) && !path.endsWith("/report");
        return !path.startsWith(ApiFilters.PATH) || !tagged || ApiFilters.streams(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        ContentCachingResponseWrapper answer = new ContentCachingResponseWrapper(response);
        chain.doFilter(request, answer);
        if (answer.getStatus() == HttpServletResponse.SC_OK && isJson(answer.getContentType())) {
            String tag = EntityTag.of(answer.getContentAsByteArray());
            response.setHeader(HttpHeaders.ETAG, tag);
            if (READING.contains(request.getMethod()) && known(request.getHeader(HttpHeaders.IF_NONE_MATCH), tag)) {
                response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
                return;
            }
        }
        answer.copyBodyToResponse();
    }

    private static boolean known(@Nullable String ifNoneMatch, String tag) {
        return ifNoneMatch != null && EntityTag.named(ifNoneMatch, tag, true);
    }

    private static boolean isJson(@Nullable String contentType) {
        return contentType != null && contentType.startsWith(MediaType.APPLICATION_JSON_VALUE);
    }
}
