package dev.intercepts.connector.contract;

import dev.intercepts.connector.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One thing that a command asks of the daemon. On the socket: {@code {"command": "list", "arguments": {…}}}. */
public sealed interface Request {

    /**
     * Logs in: by API key where there is one, else with a browser.
     *
     * @param cloud the hosted service's URL, or {@code null} for the last one
     * @param profile what the login is called, or {@code null} for its organization's name
     * @param device whether the browser is on another device (RFC 8628)
     */
    record Login(
            @Nullable String cloud,
            @Nullable String profile,
            boolean device,
            @Nullable String apiKey) implements Request {

        /** Without the key, so that it can be logged. */
        @Override
        public String toString() {
            return "Login[cloud=" + cloud + ", profile=" + profile + ", device=" + device + "]";
        }
    }

    /** Logs out of one profile ({@code null}: of the current one), or of all. */
    record Logout(@Nullable String profile, boolean all) implements Request {}

    record Profiles() implements Request {}

    record UseProfile(String profile) implements Request {}

    record Whoami() implements Request {}

    /**
     * Connects.
     *
     * @param install how the Traffic Manager is to be installed
     * @param network how programs are to reach the cluster; {@code null}: as they do, or did the last time
     */
    record Connect(
            ClusterChoice cluster,
            InstallOptions install,
            @Nullable NetworkOptions network) implements Request {

        public Connect {
            // A command of an earlier version says nothing of it.
            install = install == null ? InstallOptions.NONE : install;
        }
    }

    record ListWorkloads(ClusterChoice cluster, boolean allNamespaces) implements Request {}

    /** As {@link ListWorkloads}, now and at each change: updates, and no result. */
    record WatchWorkloads(ClusterChoice cluster, boolean allNamespaces) implements Request {}

    /** What {@link Intercept} would do, and which questions on the ingress are open; changes nothing but connects. */
    record Plan(ClusterChoice cluster, InterceptOptions options) implements Request {}

    record Intercept(ClusterChoice cluster, InterceptOptions options) implements Request {}

    record Leave(String name) implements Request {}

    /** The answers known for the ingress of an intercept that is there. */
    record PreviewPlan(String name) implements Request {}

    /**
     * Changes a preview URL.
     *
     * @param ingress the answers, of {@code CREATE}
     * @param publicFor of {@code PUBLIC}: for how long, as an ISO 8601 duration or {@code unlimited}; {@code null} for the
     *     organization's default
     */
    record Preview(
            String name,
            PreviewAction action,
            IngressOptions ingress,
            @Nullable String publicFor) implements Request {}

    record Previews() implements Request {}

    record Status() implements Request {}

    /** {@code name} {@code null} asks for the proxy's variables only. */
    record Env(@Nullable String name, @Nullable String container) implements Request {}

    record Dashboard() implements Request {}

    record Quit() implements Request {}

    record Uninstall(ClusterChoice cluster, List<String> agents, boolean allAgents, boolean everything)
            implements Request {}

    record Version() implements Request {}

    /** Looks at all that an intercept needs; changes nothing. */
    record Doctor(ClusterChoice cluster) implements Request {}

    /** What is done to a preview URL. */
    enum PreviewAction {
        CREATE,
        REMOVE,
        PUBLIC,
        PRIVATE
    }

    /** Name of the command on the socket. */
    default String command() {
        return commandOf(getClass());
    }

    /** As it stands on the socket, without the line's end. */
    default String toLine() {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("command", command());
        line.put("arguments", this);
        return Json.write(line);
    }

    /**
     * Reads a line of the socket.
     *
     * @throws dev.intercepts.connector.json.JsonException where it is none
     */
    static Request ofLine(String line) {
        Envelope envelope = Json.read(line, Envelope.class);
        for (Class<?> type : Request.class.getPermittedSubclasses()) {
            if (commandOf(type).equals(envelope.command())) {
                Object arguments = envelope.arguments() == null ? Map.of() : envelope.arguments();
                return (Request) Json.convert(arguments, type);
            }
        }
        throw new FailureException(new Failure(
                "unknown-command",
                "command: " + envelope.command() + " is not known to this daemon",
                "run `telepresence quit` so that a daemon of the command's own version is started",
                Exit.FAILED));
    }

    private static String commandOf(Class<?> type) {
        StringBuilder name = new StringBuilder();
        for (char c : type.getSimpleName().toCharArray()) {
            if (Character.isUpperCase(c) && !name.isEmpty()) {
                name.append('-');
            }
            name.append(Character.toLowerCase(c));
        }
        return name.toString();
    }

    /** A request as it travels. */
    record Envelope(String command, @Nullable Object arguments) {}
}
