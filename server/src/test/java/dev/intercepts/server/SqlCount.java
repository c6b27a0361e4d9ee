package dev.intercepts.server;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hibernate.resource.jdbc.spi.StatementInspector;

/** Takes note of the SQL statements that requests cause; those of timers and streams do not count. */
final class SqlCount implements StatementInspector {

    private static final long serialVersionUID = 1L;

    private final transient List<String> statements = new CopyOnWriteArrayList<>();

    @Override
    public String inspect(String sql) {
        if (Thread.currentThread().getName().startsWith("tomcat-handler")) {
            statements.add(sql);
        }
        return sql;
    }

    /** What a request causes, if no other one is under way. */
    List<String> of(Runnable request) {
        statements.clear();
        request.run();
        return List.copyOf(statements);
    }
}
