package dev.intercepts.playground.kube;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;
import tools.jackson.databind.node.ObjectNode;

/** The API's HTTP side: who asks, what kind of request it is, and how its answer is written. */
final class ApiServer implements AutoCloseable {

    private static final Duration BOOKMARK_INTERVAL = Duration.ofSeconds(30);
    private static final List<String> OPEN_PATHS = List.of("/version", "/healthz", "/livez", "/readyz");

    private final Api api;
    private final Watch watch;
    private final ResourceTypes types;
    private final Resources resources;
    private final Tokens tokens;
    private final AccessRules rules;
    private final BiFunction<ObjectNode, String, Optional<Path>> logs;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Scheduler blocking = Schedulers.fromExecutorService(threads);
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final DisposableServer server;

    /**
     * @param logs finds the file with a container's output: pod, container's name (empty: its first)
     */
    ApiServer(
            String host,
            int port,
            Api api,
            ResourceTypes types,
            Resources resources,
            Tokens tokens,
            AccessRules rules,
            BiFunction<ObjectNode, String, Optional<Path>> logs) {
        this.api = api;
        this.watch = new Watch(resources.store());
        this.types = types;
        this.resources = resources;
        this.tokens = tokens;
        this.rules = rules;
        this.logs = logs;
        this.server = HttpServer.create()
                .host(host)
                .port(port)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .channelGroup(connections)
                .httpRequestDecoder(spec -> spec.maxInitialLineLength(65_536).maxHeaderSize(65_536))
                .handle(this::handle)
                .bindNow();
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.address();
    }

    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        ApiRequest head = ApiRequest.of(
                request.method().name(), request.uri(), header(request, "content-type"), new byte[0], User.ADMIN);
        if (OPEN_PATHS.contains(head.path()) && !head.path().equals("/version")) {
            return response.sendString(Mono.just("ok"));
        }
        Optional<User> user = tokens.user(bearer(request), Tokens.API_AUDIENCE);
        if (user.isEmpty() && !OPEN_PATHS.contains(head.path())) {
            return send(response, refusal(new ApiException(401, "Unauthorized", "Unauthorized")));
        }
        boolean upgrade =
                request.requestHeaders().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
        Optional<ApiPath> path = ApiPath.parse(head.path(), types);
        try {
            if (path.isPresent() && !Reviews.answers(head)) {
                rules.demand(user.orElse(User.ADMIN), path.get(), head);
            }
            if (path.isPresent() && path.get().part().equals("portforward")) {
                return forward(path.get(), head, response, upgrade);
            }
            if (path.isPresent() && path.get().part().equals("log")) {
                return log(path.get(), head, response);
            }
            if (path.isPresent() && head.flag("watch") && head.method().equals("GET")) {
                return watch(path.get(), head, response, upgrade);
            }
        } catch (ApiException e) {
            return send(response, refusal(e));
        }
        return request.receive()
                .aggregate()
                .asByteArray()
                .defaultIfEmpty(new byte[0])
                .publishOn(blocking)
                .map(body -> ApiRequest.of(
                        request.method().name(),
                        request.uri(),
                        header(request, "content-type"),
                        body,
                        user.orElse(User.ADMIN)))
                .map(whole -> answer(path, whole))
                .flatMap(answer -> Mono.from(send(response, answer)));
    }

    private Api.Answer answer(Optional<ApiPath> path, ApiRequest request) {
        try {
            path.ifPresent(named -> rules.demandNoMore(request.user(), named, request));
        } catch (ApiException e) {
            return refusal(e);
        }
        return api.answer(request);
    }

    private Publisher<Void> watch(ApiPath path, ApiRequest head, HttpServerResponse response, boolean upgrade) {
        Watch.Open open = watch.open(path, head);
        response.withConnection(connection -> connection.onDispose(open.stop()::run));
        Flux<String> events = open.events().publishOn(blocking);
        if (head.flag("allowWatchBookmarks")) {
            Flux<String> bookmarks = Flux.interval(BOOKMARK_INTERVAL).map(ignored -> watch.bookmark(path));
            events = events.mergeWith(bookmarks).takeUntil(Watch::isLast);
        }
        String timeout = head.parameter("timeoutSeconds");
        if (!timeout.isEmpty()) {
            events = events.take(Duration.ofSeconds(Long.parseLong(timeout)));
        }
        Flux<String> lines = events.doFinally(ignored -> open.stop().run());
        if (upgrade) {
            return response.sendWebsocket(
                    (in, out) -> Mono.firstWithSignal(
                            in.receive().then(), out.sendString(lines).then()),
                    WebsocketServerSpec.builder().maxFramePayloadLength(1 << 20).build());
        }
        response.header(HttpHeaderNames.CONTENT_TYPE, "application/json").chunkedTransfer(true);
        return response.sendHeaders()
                .sendObject(
                        lines.map(line -> Unpooled.copiedBuffer(line + "\n", StandardCharsets.UTF_8)), ignored -> true);
    }

    private Publisher<Void> forward(ApiPath path, ApiRequest head, HttpServerResponse response, boolean upgrade) {
        if (!upgrade) {
            throw new ApiException(400, "BadRequest", "Upgrade request required (expected: a WebSocket)");
        }
        ObjectNode pod = resources.get(path.type(), path.namespace(), path.name());
        String ip = Json.text(pod, "status", "podIP");
        if (ip.isEmpty()) {
            throw ApiException.badRequest("unable to forward port because pod is not running: " + path.name());
        }
        return PortForward.forward(response, ip, Integer.parseInt(head.parameter("ports")));
    }

    private Publisher<Void> log(ApiPath path, ApiRequest head, HttpServerResponse response) {
        ObjectNode pod = resources.get(path.type(), path.namespace(), path.name());
        Path file = logs.apply(pod, head.parameter("container"))
                .orElseThrow(() -> ApiException.badRequest(
                        "container " + head.parameter("container") + " is not valid for pod " + path.name()));
        response.header(HttpHeaderNames.CONTENT_TYPE, "text/plain");
        return response.sendString(
                Mono.fromCallable(() -> tail(file, head.parameter("tailLines"))).subscribeOn(blocking));
    }

    private static String tail(Path file, String lines) throws IOException {
        String text = Files.readString(file);
        if (lines.isEmpty()) {
            return text;
        }
        List<String> all = text.lines().toList();
        return String.join("\n", all.subList(Math.max(0, all.size() - Integer.parseInt(lines)), all.size())) + "\n";
    }

    private static Api.Answer refusal(ApiException e) {
        return new Api.Answer(e.code(), e.status());
    }

    private static Publisher<Void> send(HttpServerResponse response, Api.Answer answer) {
        byte[] body = Json.MAPPER.writeValueAsBytes(answer.body());
        response.status(answer.code())
                .header(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
        return response.sendObject(Unpooled.wrappedBuffer(body));
    }

    private static String bearer(HttpServerRequest request) {
        String authorization = header(request, "authorization");
        return authorization.startsWith("Bearer ") ? authorization.substring(7) : "";
    }

    private static String header(HttpServerRequest request, String name) {
        String value = request.requestHeaders().get(name);
        return value == null ? "" : value;
    }

    @Override
    public void close() {
        // Not all at once: that waits for watches to end by themselves.
        server.dispose();
        connections.close().awaitUninterruptibly(3_000);
        blocking.dispose();
        threads.shutdownNow();
    }
}
