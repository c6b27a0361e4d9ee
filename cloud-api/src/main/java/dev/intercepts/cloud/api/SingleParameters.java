package dev.intercepts.cloud.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses parameters that are there without a value, or twice: a filter that is left out by mistake shows too much, and of two
 * values the one that counts is not the one that was meant.
 */
@Component
class SingleParameters implements HandlerInterceptor, WebMvcConfigurer {

    /** Words may be none. */
    private static final Set<String> FREE = Set.of("q", "actor");

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns(ApiFilters.PATH + "**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method) {
            Arrays.stream(method.getMethodParameters())
                    .filter(parameter -> parameter.hasParameterAnnotation(RequestParam.class))
                    .forEach(parameter -> check(parameter, request));
        }
        return true;
    }

    private static void check(MethodParameter parameter, HttpServletRequest request) {
        String name = String.valueOf(parameter.getParameter().getName());
        String[] values = request.getParameterValues(name);
        if (values == null) {
            return;
        }
        boolean many = Collection.class.isAssignableFrom(parameter.getParameterType());
        if (!many && values.length > 1) {
            throw new BadRequestException(name + ": " + values.length + " values (expected: one)");
        }
        if (!FREE.contains(name) && Arrays.stream(values).anyMatch(String::isEmpty)) {
            throw new BadRequestException(name + " is empty (expected: a value, or not there at all)");
        }
    }
}
