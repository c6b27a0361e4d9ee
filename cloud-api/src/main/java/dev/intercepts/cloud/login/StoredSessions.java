package dev.intercepts.cloud.login;

import dev.intercepts.cloud.identity.PersonAuthentication;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.security.core.context.DeferredSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Component;

/** Tells Spring Security who a browser's cookie stands for. Somebody without an organization counts as not signed in. */
@Component
class StoredSessions implements SecurityContextRepository {

    private final SignIns signIns;
    private final SessionCookie cookie;

    StoredSessions(SignIns signIns, SessionCookie cookie) {
        this.signIns = signIns;
        this.cookie = cookie;
    }

    @Override
    public DeferredSecurityContext loadDeferredContext(HttpServletRequest request) {
        return new Loaded(this, request);
    }

    @Override
    @Deprecated
    public SecurityContext loadContext(HttpRequestResponseHolder holder) {
        return load(holder.getRequest());
    }

    /** Does nothing: sessions begin and end by {@link SignIns} only. */
    @Override
    public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {}

    @Override
    public boolean containsContext(HttpServletRequest request) {
        return cookie.isThere(request);
    }

    private SecurityContext load(HttpServletRequest request) {
        return cookie.token(request)
                .flatMap(this::authentication)
                .<SecurityContext>map(SecurityContextImpl::new)
                .orElseGet(SecurityContextHolder::createEmptyContext);
    }

    private Optional<PersonAuthentication> authentication(String token) {
        return signIns.find(token)
                .filter(SignIn.Decided.class::isInstance)
                .map(SignIn.Decided.class::cast)
                .map(decided -> PersonAuthentication.inPerson(decided.person(), SignIns.credential(token)));
    }

    /** Asks the database only for requests whose rule depends on who asks, and once. */
    private static final class Loaded implements DeferredSecurityContext {

        private final StoredSessions sessions;
        private final HttpServletRequest request;
        private SecurityContext context = SecurityContextHolder.createEmptyContext();
        private boolean done;

        Loaded(StoredSessions sessions, HttpServletRequest request) {
            this.sessions = sessions;
            this.request = request;
        }

        @Override
        public SecurityContext get() {
            if (!done) {
                context = sessions.load(request);
                done = true;
            }
            return context;
        }

        @Override
        public boolean isGenerated() {
            return get().getAuthentication() == null;
        }
    }
}
