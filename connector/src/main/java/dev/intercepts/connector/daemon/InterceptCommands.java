package dev.intercepts.connector.daemon;

import dev.intercepts.connector.cloud.CloudAccount;
import dev.intercepts.connector.contract.ClusterChoice;
import dev.intercepts.connector.contract.Event;
import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.connector.contract.IngressOptions;
import dev.intercepts.connector.contract.InterceptOptions;
import dev.intercepts.connector.contract.Request;
import dev.intercepts.connector.contract.Views;
import dev.intercepts.connector.contract.Views.Done;
import dev.intercepts.connector.contract.Views.InterceptDetails;
import dev.intercepts.connector.files.State;
import dev.intercepts.connector.kube.StoredIntercept;
import dev.intercepts.protocol.intercept.InterceptNames;
import dev.intercepts.protocol.intercept.Workload;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The commands on intercepts of this laptop. */
final class InterceptCommands {

    private static final Logger LOG = LoggerFactory.getLogger(InterceptCommands.class);

    private final Sessions sessions;
    private final OwnIntercepts own;
    private final Identity identity;
    private final CloudAccount account;
    private final CloudSide cloud;
    private final Answers answers;
    private final InterceptFlow flow;

    InterceptCommands(
            Sessions sessions,
            OwnIntercepts own,
            Identity identity,
            CloudAccount account,
            CloudSide cloud,
            Answers answers) {
        this.sessions = sessions;
        this.own = own;
        this.identity = identity;
        this.account = account;
        this.cloud = cloud;
        this.answers = answers;
        this.flow = new InterceptFlow(identity, own, cloud, answers);
    }

    /** What {@link #intercept} would do, and what to offer for the open questions. */
    Views.Plan plan(Request.Plan request, Consumer<Event> events) throws InterruptedException {
        // What flags alone show to be wrong needs no cluster.
        planned(request.cluster(), request.options(), "default");
        ClusterSession session = sessions.connect(request.cluster(), events);
        Planned planned = planned(request.cluster(), request.options(), session.namespace());
        session.cluster().served(planned.namespace());
        if (!planned.preview()) {
            return new Views.Plan(planned.fullName(), false, IngressOptions.NONE, IngressOptions.NONE);
        }
        Workload workload = session.workloads().resolve(planned.namespace(), planned.kind(), planned.workload());
        session.workloads().checkPort(planned.namespace(), workload, planned.service(), planned.servicePort());
        events.accept(Event.progress("Looking for the ingress"));
        IngressOptions suggested = answers.offer(
                session.uid(),
                planned.namespace() + "/" + workload,
                session.workloads().suggestIngress(planned.namespace(), workload, planned.service()));
        IngressOptions given = request.options().ingress();
        return new Views.Plan(planned.fullName(), true, given, given.or(suggested));
    }

    InterceptDetails intercept(Request.Intercept request, Consumer<Event> events) throws InterruptedException {
        planned(request.cluster(), request.options(), "default");
        ClusterSession session = sessions.connect(request.cluster(), events);
        Planned planned = planned(request.cluster(), request.options(), session.namespace());
        session.cluster().served(planned.namespace());
        return flow.run(session, planned, request.options(), account.login().orElse(null), events);
    }

    Done leave(String name, Consumer<Event> events) throws InterruptedException {
        State.Intercept intercept = own.named(name).orElse(null);
        if (intercept == null && own.forgetEnded(name)) {
            return new Done(name + " had ended already");
        }
        if (intercept == null) {
            throw unknown(name);
        }
        events.accept(Event.progress("Leaving " + name));
        end(sessions.require(), intercept);
        return new Done("Left " + name);
    }

    /**
     * Ends all of this laptop's intercepts. What the cluster does not let end is given up.
     *
     * @return how many it has left
     */
    int leaveAll(Consumer<Event> events) throws InterruptedException {
        int left = 0;
        try {
            for (State.Intercept intercept : own.all()) {
                events.accept(Event.progress("Leaving " + intercept.name()));
                end(sessions.require(), intercept);
                left++;
            }
        } catch (FailureException e) {
            giveUp(e.failure().message(), events);
        }
        own.ended().forEach(ended -> own.forgetEnded(ended.name()));
        return left;
    }

    private void giveUp(String why, Consumer<Event> events) throws InterruptedException {
        List<State.Intercept> rest = own.all();
        String names = rest.stream().map(State.Intercept::name).collect(Collectors.joining(", "));
        events.accept(Event.warning(
                ("%s could not be ended: %s; paused, to be ended when this laptop connects to that cluster"
                                + " again, or by the Traffic Manager after a time")
                        .formatted(names, why)));
        own.giveUp(sessions.kept().orElse(null));
        for (State.Intercept intercept : rest) {
            endInCloud(intercept, null);
        }
    }

    /** Ends this laptop's intercepts before all of them go, so that none of them counts as ended by another. */
    void leaveAllKnown(@Nullable ClusterSession session) throws InterruptedException {
        for (State.Intercept intercept : own.all()) {
            if (session == null) {
                own.remove(intercept.key());
            } else {
                end(session, intercept);
            }
        }
        own.ended().forEach(ended -> own.forgetEnded(ended.name()));
    }

    /** The one of that full name. */
    State.Intercept require(String name) {
        return own.named(name).orElseThrow(() -> unknown(name));
    }

    private FailureException unknown(String name) {
        List<String> names = own.all().stream().map(State.Intercept::name).toList();
        String hint = InterceptNames.nearest(name, names)
                .map(nearest -> "did you mean " + nearest + "?")
                .orElse(
                        names.isEmpty()
                                ? "there is no intercept; `telepresence list` shows what can be intercepted"
                                : "there are: " + String.join(", ", names));
        return Failure.failed("no-such-intercept", "there is no intercept " + name, hint);
    }

    private void end(ClusterSession session, State.Intercept intercept) throws InterruptedException {
        StoredIntercept last = own.lastSeen(intercept.key());
        session.intercepts().delete(intercept.namespace(), intercept.name());
        own.remove(intercept.key());
        endInCloud(intercept, last);
    }

    private void endInCloud(State.Intercept intercept, @Nullable StoredIntercept last) throws InterruptedException {
        String cloudId = intercept.cloudId();
        if (cloudId != null && account.login().isPresent()) {
            try {
                cloud.end(cloudId);
            } catch (FailureException e) {
                // The manager's next report tells the hosted service as well.
                LOG.atInfo().addKeyValue("last", last).setCause(e).log("the hosted service will hear of it later");
            }
        }
    }

    private Planned planned(ClusterChoice cluster, InterceptOptions options, String sessionNamespace) {
        return Planned.of(options, identity.uuid(), account.login().isPresent(), cluster.namespace(), sessionNamespace);
    }

    private static Consumer<String> say(Consumer<Event> events) {
        return text -> events.accept(Event.progress(text));
    }
}
