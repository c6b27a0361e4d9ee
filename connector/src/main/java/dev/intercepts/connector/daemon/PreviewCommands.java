package dev.intercepts.connector.daemon;

import dev.intercepts.connector.cloud.CloudAccount;
import dev.intercepts.connector.contract.Event;
import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.IngressOptions;
import dev.intercepts.connector.contract.Request;
import dev.intercepts.connector.contract.Views;
import dev.intercepts.connector.contract.Views.Done;
import dev.intercepts.connector.files.State;
import dev.intercepts.connector.kube.StoredIntercept;
import dev.intercepts.protocol.cloud.CloudApi.Access;
import dev.intercepts.protocol.intercept.Ingress;
import dev.intercepts.protocol.intercept.InterceptSpec;
import dev.intercepts.protocol.intercept.Mechanism;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The commands on preview URLs of intercepts that are there. */
final class PreviewCommands {

    private final Sessions sessions;
    private final OwnIntercepts own;
    private final InterceptCommands intercepts;
    private final Identity identity;
    private final CloudAccount account;
    private final CloudSide cloud;
    private final Answers answers;

    PreviewCommands(
            Sessions sessions,
            OwnIntercepts own,
            InterceptCommands intercepts,
            Identity identity,
            CloudAccount account,
            CloudSide cloud,
            Answers answers) {
        this.sessions = sessions;
        this.own = own;
        this.intercepts = intercepts;
        this.identity = identity;
        this.account = account;
        this.cloud = cloud;
        this.answers = answers;
    }

    /** What to offer for the questions on the ingress. */
    Views.Plan plan(String name) {
        account.require();
        State.Intercept intercept = intercepts.require(name);
        ClusterSession session = sessions.require();
        StoredIntercept stored = stored(session, intercept);
        IngressOptions suggested = answers.offer(
                session.uid(),
                intercept.namespace() + "/" + stored.spec().workload(),
                session.workloads()
                        .suggestIngress(
                                intercept.namespace(),
                                stored.spec().workload(),
                                stored.spec().service()));
        return new Views.Plan(name, true, IngressOptions.NONE, suggested);
    }

    /** Does what is asked. */
    Object change(Request.Preview request, Consumer<Event> events) throws InterruptedException {
        account.require();
        State.Intercept intercept = intercepts.require(request.name());
        return switch (request.action()) {
            case CREATE -> create(intercept, request.ingress(), events);
            case REMOVE -> remove(intercept);
            case PUBLIC -> open(intercept, Access.PUBLIC, request.publicFor());
            case PRIVATE -> open(intercept, Access.PRIVATE, null);
        };
    }

    /** All of this laptop's. */
    Views.PreviewList list() {
        List<Views.PreviewLine> lines = own.all().stream()
                .filter(intercept -> intercept.previewUrl() != null)
                .map(intercept -> new Views.PreviewLine(
                        intercept.name(),
                        Objects.requireNonNull(intercept.previewUrl()),
                        Objects.requireNonNullElse(intercept.access(), "private")))
                .toList();
        return new Views.PreviewList(lines);
    }

    private Views.InterceptDetails create(State.Intercept intercept, IngressOptions given, Consumer<Event> events)
            throws InterruptedException {
        ClusterSession session = sessions.require();
        StoredIntercept stored = stored(session, intercept);
        InterceptSpec spec = stored.spec();
        if (spec.mechanism() == Mechanism.TCP) {
            throw Failure.usage(
                    "preview-needs-http",
                    intercept.name()
                            + " takes every TCP connection, so a preview URL could not tell its requests apart",
                    "intercept it again with --mechanism=http");
        }
        Ingress ingress = PreviewedSpec.ingress(given);
        Map<String, String> headers = Planned.previewHeaders(spec.match(), identity.uuid(), intercept.name());
        events.accept(Event.progress("Making the preview URL"));
        String clusterId = cloud.link(session);
        var view = cloud.register(clusterId, intercept.namespace(), intercept.name(), spec, null, headers);
        session.intercepts().put(intercept.namespace(), intercept.name(), PreviewedSpec.of(spec, ingress, view.id()));
        own.put(intercept
                .withIngress(ingress.host(), ingress.port(), ingress.tls(), ingress.l5Host())
                .withCloud(view.id(), null, null));
        var preview = cloud.preview(view.id(), ingress);
        State.Intercept made = intercepts
                .require(intercept.name())
                .withCloud(view.id(), preview.url(), preview.access().name().toLowerCase(Locale.ROOT));
        own.put(made);
        answers.remember(session.uid(), intercept.namespace() + "/" + spec.workload(), given);
        return Shown.details(made, stored.status(), identity.uuid());
    }

    private Done remove(State.Intercept intercept) throws InterruptedException {
        cloud.removePreview(previewed(intercept));
        ClusterSession session = sessions.require();
        InterceptSpec spec = stored(session, intercept).spec();
        session.intercepts()
                .put(intercept.namespace(), intercept.name(), PreviewedSpec.of(spec, null, intercept.cloudId()));
        own.put(intercept.withIngress(null, null, null, null).withCloud(intercept.cloudId(), null, null));
        return new Done("Removed the preview URL of " + intercept.name());
    }

    private Done open(State.Intercept intercept, Access access, @Nullable String publicFor)
            throws InterruptedException {
        var preview = cloud.access(previewed(intercept), access, publicFor);
        String now = preview.access().name().toLowerCase(Locale.ROOT);
        own.put(intercept.withCloud(intercept.cloudId(), preview.url(), now));
        String until = preview.publicUntil() == null ? "" : " until " + preview.publicUntil();
        return new Done("The preview of %s is %s now%s: %s".formatted(intercept.name(), now, until, preview.url()));
    }

    private static String previewed(State.Intercept intercept) {
        String id = intercept.cloudId();
        if (id == null || intercept.previewUrl() == null) {
            throw Failure.failed(
                    "no-preview",
                    intercept.name() + " has no preview URL",
                    "make one with `telepresence preview create " + intercept.name() + "`");
        }
        return id;
    }

    private static StoredIntercept stored(ClusterSession session, State.Intercept intercept) {
        return session.intercepts()
                .find(intercept.namespace(), intercept.name())
                .orElseThrow(() -> Failure.failed(
                        "ended", intercept.name() + " is not in the cluster any more", "intercept it again"));
    }
}
