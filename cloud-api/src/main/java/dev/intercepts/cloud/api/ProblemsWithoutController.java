package dev.intercepts.cloud.api;

import dev.intercepts.cloud.security.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.web.ErrorResponse;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Problem details for requests that come to no controller: unknown paths, other methods, and what the firewall refuses. */
@Configuration(proxyBeanMethods = false)
class ProblemsWithoutController implements WebMvcConfigurer {

    private final ProblemWriter problems;

    ProblemsWithoutController(ProblemWriter problems) {
        this.problems = problems;
    }

    /** After the one that asks {@link Problems}, before the one that leaves it to the error page. */
    @Override
    public void extendHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
        resolvers.add(Math.min(1, resolvers.size()), this::resolve);
    }

    @Bean
    RequestRejectedHandler rejectedRequests() {
        return (request, response, rejected) -> {
            if (isApi(request)) {
                problems.write(response, HttpStatus.BAD_REQUEST, "The request is malformed: " + rejected.getMessage());
            } else {
                response.sendError(HttpStatus.BAD_REQUEST.value());
            }
        };
    }

    /** QUERY is a method like others, so whoever sends it is told that it is not possible, and what is. */
    @Bean
    StrictHttpFirewall firewall() {
        OneSpellingFirewall firewall = new OneSpellingFirewall();
        firewall.setAllowedHttpMethods(List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"));
        return firewall;
    }

    private @Nullable ModelAndView resolve(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception exception) {
        if (!isApi(request) || response.isCommitted() || !(exception instanceof ErrorResponse error)) {
            return null;
        }
        error.getHeaders().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        try {
            String detail = error.getBody().getDetail();
            problems.write(
                    response,
                    HttpStatus.valueOf(error.getStatusCode().value()),
                    detail == null ? "There is nothing at this address" : detail);
            return new ModelAndView();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isApi(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.startsWith("/api/") || path.startsWith("/.well-known/") || path.startsWith("/v3/");
    }
}
