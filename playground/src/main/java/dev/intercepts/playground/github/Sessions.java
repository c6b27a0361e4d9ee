package dev.intercepts.playground.github;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Who is signed in, in which browser. */
final class Sessions {

    private final Supplier<String> random;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();

    Sessions(Supplier<String> random) {
        this.random = random;
    }

    /** A browser's session; its forms carry the token (CSRF). */
    record Session(String login, String formToken) {}

    String begin(String login) {
        String id = random.get();
        sessions.put(id, new Session(login, random.get()));
        return id;
    }

    Optional<Session> find(String id) {
        return Optional.ofNullable(sessions.get(id));
    }
}
