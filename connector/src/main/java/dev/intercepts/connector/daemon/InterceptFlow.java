package dev.intercepts.connector.daemon;

import dev.intercepts.connector.contract.Event;
import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.connector.contract.InterceptOptions;
import dev.intercepts.connector.contract.Views.InterceptDetails;
import dev.intercepts.connector.files.State;
import dev.intercepts.connector.kube.StoredIntercept;
import dev.intercepts.protocol.cloud.CloudApi.InterceptView;
import dev.intercepts.protocol.cloud.CloudApi.PreviewView;
import dev.intercepts.protocol.intercept.Ingress;
import dev.intercepts.protocol.intercept.InterceptSpec;
import dev.intercepts.protocol.intercept.InterceptState;
import dev.intercepts.protocol.intercept.InterceptStatus;
import dev.intercepts.protocol.intercept.Owner;
import dev.intercepts.protocol.intercept.RoutePreference;
import dev.intercepts.protocol.intercept.Workload;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes an intercept, or changes one in place. The cluster comes first and the hosted service second; whatever fails, what was
 * there before is there again.
 */
final class InterceptFlow {

    private static final Logger LOG = LoggerFactory.getLogger(InterceptFlow.class);
    private static final long ACTIVE_LIMIT_NANOS = 300_000_000_000L;
    private static final long POLL_MILLIS = 100;
    private static final int LOCAL_CHECK_MILLIS = 300;

    private final Identity identity;
    private final OwnIntercepts own;
    private final CloudSide cloud;
    private final Answers answers;

    InterceptFlow(Identity identity, OwnIntercepts own, CloudSide cloud, Answers answers) {
        this.identity = identity;
        this.own = own;
        this.cloud = cloud;
        this.answers = answers;
    }

    /**
     * Does it.
     *
     * @param login who is logged in, or {@code null}
     */
    InterceptDetails run(
            ClusterSession session,
            Planned asked,
            InterceptOptions options,
            State.@Nullable Login login,
            Consumer<Event> events)
            throws InterruptedException {
        Workload workload = session.workloads().resolve(asked.namespace(), asked.kind(), asked.workload());
        session.workloads().checkPort(asked.namespace(), workload, asked.service(), asked.servicePort());
        refuseInTwoNamespaces(asked);
        if (!session.workloads().marked(asked.namespace(), workload)) {
            session.webhook().demand(workload.toString(), text -> events.accept(Event.progress(text)));
        }
        FullNames.Chosen chosen = name(session, asked, options.replaceExisting(), login);
        Planned planned = asked.named(chosen.name(), options, identity.uuid());
        Ingress ingress = planned.preview() ? PreviewedSpec.ingress(options.ingress()) : null;
        StoredIntercept there = chosen.there();
        StoredIntercept previous = there != null && ours(there) ? there : null;
        if (there != null && previous == null) {
            takeOver(session, there, options.replaceExisting(), owner(login));
        }
        String key = planned.namespace() + "/" + planned.fullName();
        State.Intercept before = own.find(key).orElse(null);
        String cloudId = before == null ? null : before.cloudId();
        InterceptSpec spec = spec(planned, workload, ingress, login, cloudId);
        if (planned.route() == RoutePreference.RELAY) {
            // The only way then: the laptop is present when the manager has its tunnel to the hosted service.
            cloud.link(session);
        }
        own.put(record(planned, spec, before));
        session.watch(planned.namespace());
        try {
            InterceptStatus status = apply(session, key, planned, spec, events);
            if (login != null) {
                register(session, planned, spec, status, before, events);
            }
            if (ingress != null) {
                answers.remember(session.uid(), planned.namespace() + "/" + workload, options.ingress());
            }
            if (options.localServerExpected()) {
                warnIfNothingListens(planned, events);
            }
            if (!planned.fullName().equals(asked.fullName())) {
                events.accept(Event.warning("somebody else holds the name %s; yours is %s"
                        .formatted(asked.fullName(), planned.fullName())));
            }
            return Shown.details(own.find(key).orElseThrow(), status, identity.uuid());
        } catch (InterruptedException | RuntimeException e) {
            Uninterrupted.run(() -> putBack(session, key, previous, before));
            throw e;
        }
    }

    private boolean ours(StoredIntercept intercept) {
        return intercept.spec().sessionId().equals(identity.sessionId());
    }

    /** A header stands for a full name: with two intercepts of one name, a request for one would be taken by the other, too. */
    private void refuseInTwoNamespaces(Planned asked) {
        own.named(asked.fullName())
                .filter(there -> !there.namespace().equals(asked.namespace()))
                .ifPresent(there -> {
                    throw Failure.failed(
                            "name-used",
                            "this laptop's intercept %s is in namespace %s already"
                                    .formatted(there.name(), there.namespace()),
                            "leave it, or choose another name: telepresence intercept NAME --deployment="
                                    + asked.workload());
                });
    }

    private FullNames.Chosen name(ClusterSession session, Planned asked, boolean replace, State.@Nullable Login login) {
        // Two intercepts of all requests cannot stand side by side, whatever they are called.
        boolean alone = replace || asked.match().headers().isEmpty();
        List<String> candidates = alone
                ? List.of(asked.fullName())
                : FullNames.candidates(asked.fullName(), owner(login).user(), identity.sessionId());
        return FullNames.choose(
                candidates,
                name -> own.find(asked.namespace() + "/" + name).isPresent(),
                name -> session.intercepts().find(asked.namespace(), name),
                this::ours);
    }

    private Owner owner(State.@Nullable Login login) {
        return new Owner(login == null ? identity.user() : login.login(), identity.laptop());
    }

    private static void takeOver(ClusterSession session, StoredIntercept other, boolean replace, Owner by) {
        Owner owner = other.spec().owner();
        if (!replace) {
            throw Failure.failed(
                    "name-taken",
                    "intercept %s is held by %s on %s".formatted(other.name(), owner.user(), owner.laptop()),
                    "ask them to leave it, or take it over with --replace-existing");
        }
        session.intercepts().takeOver(other.namespace(), other.name(), by);
    }

    private InterceptSpec spec(
            Planned planned,
            Workload workload,
            @Nullable Ingress ingress,
            State.@Nullable Login login,
            @Nullable String cloudId) {
        return new InterceptSpec(
                workload,
                planned.service(),
                planned.servicePort(),
                planned.mechanism(),
                planned.match(),
                planned.target(),
                identity.sessionId(),
                owner(login),
                planned.route(),
                ingress,
                cloudId);
    }

    private static State.Intercept record(Planned planned, InterceptSpec spec, State.@Nullable Intercept before) {
        Ingress ingress = spec.ingress();
        return new State.Intercept(
                planned.namespace(),
                planned.fullName(),
                spec.workload().kind().name(),
                spec.workload().name(),
                spec.target().host(),
                spec.target().port(),
                spec.mechanism().toString(),
                Shown.headers(spec.match()),
                spec.match().pathPrefix(),
                ingress == null ? null : ingress.host(),
                ingress == null ? null : Integer.valueOf(ingress.port()),
                ingress == null ? null : Boolean.valueOf(ingress.tls()),
                ingress == null ? null : ingress.l5Host(),
                before == null ? null : before.cloudId(),
                before == null || ingress == null ? null : before.previewUrl(),
                before == null || ingress == null ? null : before.access());
    }

    private InterceptStatus apply(
            ClusterSession session, String key, Planned planned, InterceptSpec spec, Consumer<Event> events)
            throws InterruptedException {
        StoredIntercept stored = session.intercepts().put(planned.namespace(), planned.fullName(), spec);
        long generation = stored.generation();
        long end = System.nanoTime() + ACTIVE_LIMIT_NANOS;
        String said = "";
        while (true) {
            InterceptStatus status = stored.status();
            if (status != null && status.observedGeneration() >= generation) {
                if (status.state() == InterceptState.ACTIVE) {
                    own.seen(stored);
                    return status;
                }
                if (status.state().failed()) {
                    throw Failure.failed(
                            status.state()
                                    .name()
                                    .toLowerCase(java.util.Locale.ROOT)
                                    .replace('_', '-'),
                            "%s: %s".formatted(status.state(), status.message()),
                            hint(status.state()));
                }
            }
            String say = status == null ? "Waiting for the Traffic Manager" : "Waiting: " + status.message();
            if (!say.equals(said)) {
                events.accept(Event.progress(say));
                said = say;
            }
            if (System.nanoTime() > end) {
                throw Failure.failed(
                        "not-active", "%s did not become active: %s".formatted(key, said), "see its workload's pods");
            }
            Thread.sleep(POLL_MILLIS);
            stored = session.intercepts()
                    .find(planned.namespace(), planned.fullName())
                    .orElseThrow(
                            () -> Failure.failed("ended", key + " was deleted while it was being made", "try again"));
        }
    }

    private static String hint(InterceptState state) {
        return switch (state) {
            case CONFLICT -> "ask its owner, or intercept other requests with --http-match";
            case NO_PORTS -> "name the port with --port LOCAL:PORT, or the service with --service";
            case NO_AGENT -> "see the workload's pods and the Traffic Manager's log";
            case NO_MECHANISM -> "run `telepresence uninstall --agent WORKLOAD`, then intercept again";
            case AGENT_ERROR -> "see the log of the container traffic-agent in the workload's pods";
            case BAD_ARGS, WAITING, ACTIVE, PAUSED -> "";
        };
    }

    /** An intercept without a preview never needs the hosted service: there, a failure is a warning. */
    private void register(
            ClusterSession session,
            Planned planned,
            InterceptSpec spec,
            InterceptStatus status,
            State.@Nullable Intercept before,
            Consumer<Event> events)
            throws InterruptedException {
        try {
            events.accept(Event.progress(planned.preview() ? "Making the preview URL" : "Telling the hosted service"));
            String clusterId = cloud.link(session);
            String service = status.service() == null ? null : status.service() + ":" + status.servicePort();
            InterceptView view = cloud.register(
                    clusterId, planned.namespace(), planned.fullName(), spec, service, planned.previewHeaders());
            State.Intercept known = own.find(planned.namespace() + "/" + planned.fullName())
                    .orElseThrow()
                    .withCloud(view.id(), null, null);
            own.put(known);
            Ingress ingress = spec.ingress();
            if (!view.id().equals(spec.cloudId())) {
                session.intercepts()
                        .put(planned.namespace(), planned.fullName(), PreviewedSpec.of(spec, ingress, view.id()));
            }
            if (ingress != null) {
                PreviewView preview = cloud.preview(view.id(), ingress);
                own.put(known.withCloud(
                        view.id(), preview.url(), preview.access().name().toLowerCase(java.util.Locale.ROOT)));
            } else if (before != null && before.previewUrl() != null) {
                cloud.removePreview(view.id());
            }
        } catch (FailureException e) {
            if (planned.preview()) {
                throw e;
            }
            LOG.atInfo().setCause(e).log("the hosted service does not know of an intercept");
            events.accept(Event.warning("the dashboard does not show this intercept: " + e.getMessage()));
        }
    }

    private void putBack(
            ClusterSession session, String key, @Nullable StoredIntercept previous, State.@Nullable Intercept before) {
        String namespace = key.substring(0, key.indexOf('/'));
        String name = key.substring(key.indexOf('/') + 1);
        String cloudId = own.find(key).map(State.Intercept::cloudId).orElse(null);
        try {
            if (previous != null && before != null) {
                own.put(before);
                session.intercepts().put(namespace, name, previous.spec());
                return;
            }
            own.remove(key);
            session.intercepts().delete(namespace, name);
            if (cloudId != null) {
                cloud.end(cloudId);
            }
        } catch (InterruptedException | RuntimeException e) {
            LOG.atWarn().addKeyValue("intercept", key).setCause(e).log("not put back");
        }
    }

    private static void warnIfNothingListens(Planned planned, Consumer<Event> events) {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(
                            planned.target().host(), planned.target().port()),
                    LOCAL_CHECK_MILLIS);
        } catch (IOException e) {
            events.accept(Event.warning(
                    "nothing listens on " + planned.target() + " yet; requests fail until something does"));
        }
    }
}
