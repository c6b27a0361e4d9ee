package dev.intercepts.connector.cli;

import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C while another program has the terminal: it reaches both, and only the other one knows whether it means an end. A debugger
 * or a shell goes on after it.
 *
 * <p>{@code sun.misc.Signal} stays in {@code jdk.unsupported} until something supported takes its place (JEP 260). By reflection,
 * since javac warns of it and cannot be told not to.
 */
final class Interrupts {

    private Interrupts() {}

    /** Waits for the end of a program, whatever Ctrl-C means to it. */
    static int leftTo(Process process) throws InterruptedException {
        Object before = handle(null);
        try {
            return process.waitFor();
        } finally {
            if (before != null) {
                handle(before);
            }
        }
    }

    /**
     * Sets what an interrupt does.
     *
     * @param handler {@code null} for nothing at all; not the system's own way to ignore it, which the other program would inherit
     * @return what it did before, or {@code null} where a JVM cannot tell
     */
    private static @Nullable Object handle(@Nullable Object handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> type = Class.forName("sun.misc.SignalHandler");
            Object next = handler != null
                    ? handler
                    : Proxy.newProxyInstance(
                            Interrupts.class.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> null);
            Object interrupt = signal.getConstructor(String.class).newInstance("INT");
            return signal.getMethod("handle", signal, type).invoke(null, interrupt, next);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }
}
