package dev.intercepts.agent.routes;

import dev.intercepts.protocol.intercept.Mechanism;
import dev.intercepts.protocol.match.CompiledMatch;
import dev.intercepts.protocol.match.RequestHead;
import dev.intercepts.protocol.route.Route;
import dev.intercepts.protocol.stream.TraceParent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes of one port of the app, ready to be asked. Immutable; a change is another one. */
public final class PortRoutes {

    /** Everything goes to the app. */
    public static final PortRoutes NONE = new PortRoutes(null, List.of());

    private static final Logger LOG = LoggerFactory.getLogger(PortRoutes.class);

    private record Conditional(CompiledMatch match, Destination.Laptop laptop) {}

    private final Destination.@Nullable Laptop everything;
    private final List<Conditional> conditional;

    private PortRoutes(Destination.@Nullable Laptop everything, List<Conditional> conditional) {
        this.everything = everything;
        this.conditional = List.copyOf(conditional);
    }

    /**
     * Compiles.
     *
     * @param routes all of one port; of two {@code tcp} the first counts (the Traffic Manager sends one)
     * @param errors receives a sentence for each route that is left out because its match cannot be
     */
    static PortRoutes of(List<Route> routes, List<String> errors) {
        Destination.Laptop everything = null;
        List<Conditional> conditional = new ArrayList<>();
        for (Route route : routes) {
            Destination.Laptop laptop =
                    new Destination.Laptop(route.intercept(), route.sessionId(), route.targetPort());
            if (route.mechanism() == Mechanism.TCP) {
                everything = everything == null ? laptop : everything;
                continue;
            }
            try {
                conditional.add(new Conditional(CompiledMatch.of(route.match(), what -> tooMuch(route, what)), laptop));
            } catch (IllegalArgumentException e) {
                errors.add("intercept " + route.intercept() + ": " + e.getMessage());
            }
        }
        return new PortRoutes(everything, conditional);
    }

    private static void tooMuch(Route route, String what) {
        LOG.atWarn().addKeyValue("intercept", route.intercept()).log(what);
    }

    /** Whether requests are told apart here, so that a connection has no single destination. */
    public boolean perRequest() {
        return everything == null && !conditional.isEmpty();
    }

    /** Where a connection goes as a whole; the app where requests are told apart. */
    public Destination whole() {
        return everything == null ? Destination.APP : everything;
    }

    /** Where a request goes. A request can be followed from process to process by its trace (docs/decisions/0112). */
    public Destination decide(RequestHead request) {
        Destination chosen = chosen(request);
        if (LOG.isDebugEnabled()) {
            LOG.atDebug()
                    .addKeyValue("traceparent", String.join(",", request.headers(TraceParent.NAME)))
                    .addKeyValue("destination", chosen)
                    .log("request decided");
        }
        return chosen;
    }

    private Destination chosen(RequestHead request) {
        if (everything != null) {
            return everything;
        }
        for (Conditional route : conditional) {
            if (route.match().matches(request)) {
                return route.laptop();
            }
        }
        return Destination.APP;
    }

    /** Whether traffic may still go there. */
    public boolean leadsTo(Destination destination) {
        return switch (destination) {
            case Destination.App ignored -> true;
            case Destination.Laptop laptop ->
                laptop.equals(everything)
                        || conditional.stream().anyMatch(route -> route.laptop().equals(laptop));
        };
    }
}
