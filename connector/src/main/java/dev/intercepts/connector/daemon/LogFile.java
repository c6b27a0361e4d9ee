package dev.intercepts.connector.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.util.FileSize;

/**
 * The daemon's log, where there is one: the file of {@code telepresence.log} and one before it, at the level of {@code TELEPRESENCE_LOG_LEVEL}. In code and
 * not in XML, whose parser takes a tenth of a second of each start.
 */
public final class LogFile extends ContextAwareBase implements Configurator {

    private static final long LARGEST_BYTES = 4L << 20;

    /** For the service loader. */
    public LogFile() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        String file = System.getProperty("telepresence.log");
        if (file == null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setFile(file);
        appender.setEncoder(encoder(context));
        appender.setTriggeringPolicy(whenLarge(context));
        appender.setRollingPolicy(oneBefore(context, appender, file));
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(appender);
        String level = System.getenv().getOrDefault("TELEPRESENCE_LOG_LEVEL", "");
        context.getLogger("dev.intercepts").setLevel(Level.toLevel(level, Level.INFO));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static PatternLayoutEncoder encoder(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX,UTC} %-5level %logger{0} %msg %kvp%n%ex");
        encoder.start();
        return encoder;
    }

    private static SizeBasedTriggeringPolicy<ILoggingEvent> whenLarge(LoggerContext context) {
        SizeBasedTriggeringPolicy<ILoggingEvent> policy = new SizeBasedTriggeringPolicy<>();
        policy.setContext(context);
        policy.setMaxFileSize(new FileSize(LARGEST_BYTES));
        policy.start();
        return policy;
    }

    private static FixedWindowRollingPolicy oneBefore(
            LoggerContext context, RollingFileAppender<ILoggingEvent> appender, String file) {
        FixedWindowRollingPolicy policy = new FixedWindowRollingPolicy();
        policy.setContext(context);
        policy.setParent(appender);
        policy.setFileNamePattern(file + ".%i");
        policy.setMinIndex(1);
        policy.setMaxIndex(1);
        policy.start();
        return policy;
    }
}
