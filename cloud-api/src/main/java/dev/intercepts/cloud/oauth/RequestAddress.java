package dev.intercepts.cloud.oauth;

import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Where the request that is being answered came from. */
final class RequestAddress {

    private RequestAddress() {}

    /** The address, or {@code an unknown address} where there is no request. */
    static String current() {
        RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
        return attributes instanceof ServletRequestAttributes servlet
                ? servlet.getRequest().getRemoteAddr()
                : "an unknown address";
    }
}
