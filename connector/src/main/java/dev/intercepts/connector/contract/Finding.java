package dev.intercepts.connector.contract;

/**
 * What {@code doctor} found about one thing.
 *
 * @param check what was looked at, a word or two
 * @param message one line: how it is
 * @param remedy one line: what to do; empty where there is nothing to do
 */
public record Finding(String check, Verdict verdict, String message, String remedy) {

    /** How it stands. */
    public enum Verdict {
        ok,
        /** It works, or does until something happens. */
        warn,
        fail
    }

    /** It is as it should be. */
    public static Finding ok(String check, String message) {
        return new Finding(check, Verdict.ok, message, "");
    }

    /** It works, but. */
    public static Finding warn(String check, String message, String remedy) {
        return new Finding(check, Verdict.warn, message, remedy);
    }

    /** It does not work. */
    public static Finding fail(String check, String message, String remedy) {
        return new Finding(check, Verdict.fail, message, remedy);
    }

    /** Something failed, as its failure says. */
    public static Finding fail(String check, Failure failure) {
        return fail(check, failure.message(), failure.hint());
    }
}
