package dev.intercepts.server;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.hibernate.resource.jdbc.spi.StatementInspector;

/** Takes note of the SQL statements that requests cause, and the start of the service; those of timers and streams do not count. */
final class SqlCount implements StatementInspector {

    private static final long serialVersionUID = 1L;

    private final transient Thread starts = Thread.currentThread();
    private final transient List<String> atStart = new CopyOnWriteArrayList<>();
    private final transient List<String> statements = new CopyOnWriteArrayList<>();
    private transient volatile BiConsumer<Thread, String> before = (thread, statement) -> {};

    @Override
    public String inspect(String sql) {
        Thread thread = Thread.currentThread();
        before.accept(thread, sql);
        if (thread.getName().startsWith("tomcat-handler")) {
            statements.add(sql);
        } else if (thread == starts) {
            atStart.add(sql);
        }
        return sql;
    }

    /** What a request causes, if no other one is under way. */
    List<String> of(Runnable request) {
        statements.clear();
        request.run();
        return List.copyOf(statements);
    }

    /** What the thread that has started the service has caused so far. */
    List<String> atStart() {
        return List.copyOf(atStart);
    }

    /** Has this told of each statement before it is sent, with the thread that sends it. */
    void before(BiConsumer<Thread, String> told) {
        before = told;
    }
}
