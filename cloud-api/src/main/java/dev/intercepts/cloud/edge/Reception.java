package dev.intercepts.cloud.edge;

import dev.intercepts.cloud.edge.Admission.Verdict;
import dev.intercepts.cloud.edge.banner.BannerRules;
import dev.intercepts.cloud.edge.banner.BannerScript;
import dev.intercepts.cloud.edge.http.Framing;
import dev.intercepts.cloud.edge.http.RequestHead;
import dev.intercepts.cloud.previews.VisitorHandoff;
import dev.intercepts.cloud.previews.VisitorHandoff.Visit;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of a request: who may not come in, what the edge answers itself, what goes into the cluster. */
final class Reception {

    /** Below this path each preview's host belongs to the edge. */
    static final String OWN_PATHS = "/.intercepts/";

    /** Logins of one browser under way at one preview; with one more all of these are over. */
    private static final int MOST_LOGINS = 8;

    private final EdgeParts parts;

    Reception(EdgeParts parts) {
        this.parts = parts;
    }

    /** Takes a request that has just been read; leads to exactly one answer, now or later. */
    void receive(VisitorConnection visitor, RequestHead request) {
        String serverName = visitor.serverName();
        if (serverName != null && !serverName.equals(request.host())) {
            fail(visitor, request, Failure.MISDIRECTED);
            return;
        }
        Route route = parts.routes().find(request.host());
        if (route == null) {
            fail(visitor, request, Failure.UNKNOWN_PREVIEW);
            return;
        }
        visitor.sightings().begin(request, route);
        if (pathOf(request).equals(VisitorHandoff.RETURN_PATH)) {
            redeem(visitor, request, route);
        } else if (comesBack(request, route)) {
            fail(visitor, request, Failure.LOOP);
        } else if (!route.isPrivate() || needsNoSession(request, route)) {
            admitted(visitor, request, route, parts.cookies().visit(request.fields()));
        } else {
            checkSession(visitor, request, route);
        }
    }

    /**
     * Whether it is a CORS preflight that the owner lets in: a browser never sends a cookie with one (Fetch Standard, "CORS-preflight
     * fetch"). It has no body and switches no protocol, so it carries nothing in but its head.
     */
    private static boolean needsNoSession(RequestHead request, Route route) {
        return route.target().corsPreflights()
                && request.method().equals("OPTIONS")
                && request.framing().equals(Framing.NONE)
                && request.upgrade() == null
                && request.fields().indexOf("origin", 0) >= 0
                && request.fields().indexOf("access-control-request-method", 0) >= 0;
    }

    private void checkSession(VisitorConnection visitor, RequestHead request, Route route) {
        String token = parts.cookies().visit(request.fields());
        Verdict known = parts.admission().known(token, route.target());
        if (known != null || token == null) {
            judged(visitor, request, route, token, known == null ? Verdict.UNKNOWN : known);
            return;
        }
        parts.admission()
                .ask(
                        token,
                        route.target(),
                        verdict -> visitor.execute(() -> judged(visitor, request, route, token, verdict)));
    }

    private void judged(
            VisitorConnection visitor, RequestHead request, Route route, @Nullable String token, Verdict verdict) {
        if (!visitor.channel().isActive()) {
            return;
        }
        switch (verdict) {
            case ALLOWED -> admitted(visitor, request, route, token);
            case FORBIDDEN -> fail(visitor, request, Failure.NOT_ALLOWED);
            case UNKNOWN -> signIn(visitor, request, route);
        }
    }

    private void admitted(VisitorConnection visitor, RequestHead request, Route route, @Nullable String token) {
        String path = pathOf(request);
        if (path.equals(BannerScript.PATH)) {
            visitor.answer(LocalAnswer.script(route.bannerScript()), request, unread(request));
        } else if (path.startsWith(OWN_PATHS)) {
            fail(visitor, request, Failure.NO_SUCH_PAGE);
        } else if (parts.upstreams().cutOff(route)) {
            fail(visitor, request, Failure.CUT_OFF);
        } else if (!route.enter(parts.config().limits().requestsPerPreview())) {
            fail(visitor, request, Failure.BUSY);
        } else {
            Exchange exchange = new Exchange(visitor, parts, request, route, token);
            visitor.exchange(exchange);
            exchange.begin();
        }
    }

    /** Page loads are sent to sign in; whatever else a page asks for could not follow there. */
    private void signIn(VisitorConnection visitor, RequestHead request, Route route) {
        boolean navigation = (request.method().equals("GET") || request.head())
                && BannerRules.asksForDocument(request)
                && BannerRules.acceptsHtml(request.fields());
        if (!navigation) {
            fail(visitor, request, Failure.NOT_SIGNED_IN);
            return;
        }
        String nonce = parts.secrets().get();
        List<String> cookies = new ArrayList<>();
        cookies.add(parts.cookies().setNonce(nonce));
        List<String> underWay = parts.cookies().nonces(request.fields());
        if (underWay.size() >= MOST_LOGINS) {
            underWay.forEach(old -> cookies.add(parts.cookies().dropNonce(old)));
        }
        parts.admission()
                .loginUrl(
                        route.target().label(),
                        nonce,
                        request.path(),
                        url -> visitor.execute(() -> {
                            if (!visitor.channel().isActive()) {
                                return;
                            }
                            if (url == null) {
                                fail(visitor, request, Failure.INTERNAL);
                            } else {
                                visitor.answer(LocalAnswer.redirect(url, cookies), request, unread(request));
                            }
                        }));
    }

    private void redeem(VisitorConnection visitor, RequestHead request, Route route) {
        String code = parameter(request.path(), "code");
        List<String> nonces = parts.cookies().nonces(request.fields());
        if (code == null || nonces.isEmpty() || !request.method().equals("GET")) {
            fail(visitor, request, Failure.BAD_CODE);
            return;
        }
        parts.admission()
                .redeem(
                        code,
                        route.target().label(),
                        nonces,
                        login -> visitor.execute(() -> {
                            // Counted only now, so that nobody keeps a good code out.
                            boolean tooMany =
                                    login == null && !parts.wrongCodes().tryAcquire(visitor.address());
                            if (!visitor.channel().isActive()) {
                                return;
                            }
                            if (login == null) {
                                fail(visitor, request, tooMany ? Failure.WRONG_CODES : Failure.BAD_CODE);
                                return;
                            }
                            Visit visit = login.visit();
                            long seconds = Math.max(
                                    0,
                                    Duration.between(parts.clock().instant(), visit.expires())
                                            .toSeconds());
                            List<String> cookies = List.of(
                                    parts.cookies().setVisit(visit.sessionToken(), seconds),
                                    parts.cookies().dropNonce(login.nonce()));
                            visitor.answer(
                                    LocalAnswer.redirect(within(visit.returnPath()), cookies),
                                    request,
                                    unread(request));
                        }));
    }

    /** Closes what has become forbidden while it was under way. */
    void recheck(VisitorConnection visitor, Exchange exchange) {
        Route now = parts.routes().byLabel(exchange.route().target().label());
        if (now == null || parts.upstreams().cutOff(now)) {
            exchange.cut();
            return;
        }
        String token = exchange.session();
        if (!now.isPrivate() || needsNoSession(exchange.request(), now)) {
            return;
        }
        Verdict known = parts.admission().known(token, now.target());
        if (known == null && token != null) {
            parts.admission()
                    .ask(
                            token,
                            now.target(),
                            verdict -> visitor.execute(() -> {
                                if (verdict != Verdict.ALLOWED) {
                                    exchange.cut();
                                }
                            }));
        } else if (known != Verdict.ALLOWED) {
            exchange.cut();
        }
    }

    private void fail(VisitorConnection visitor, RequestHead request, Failure failure) {
        visitor.answer(LocalAnswer.failure(failure, request, parts.config().dashboard()), request, unread(request));
    }

    private static boolean unread(RequestHead request) {
        return !request.framing().equals(Framing.NONE);
    }

    private static boolean comesBack(RequestHead request, Route route) {
        int via = request.fields().indexOf("via", 0);
        return via >= 0 && viaHolds(request, route.via(), via);
    }

    private static boolean viaHolds(RequestHead request, String token, int first) {
        for (int i = first; i >= 0; i = request.fields().indexOf("via", i + 1)) {
            if (request.fields().value(i).contains(token)) {
                return true;
            }
        }
        return false;
    }

    private static String pathOf(RequestHead request) {
        String path = request.path();
        if (!path.startsWith(OWN_PATHS)) {
            return path;
        }
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    private static @Nullable String parameter(String path, String name) {
        int query = path.indexOf('?');
        if (query < 0) {
            return null;
        }
        for (String pair : path.substring(query + 1).split("&")) {
            if (pair.startsWith(name + "=")) {
                try {
                    return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
                } catch (IllegalArgumentException e) {
                    return null;
                }
            }
        }
        return null;
    }

    /** A path on this host and nothing else: a browser reads {@code //} and {@code /\} as another host. */
    static String within(String path) {
        boolean safe = path.startsWith("/")
                && !path.startsWith("//")
                && path.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\');
        return safe ? path : "/";
    }
}
