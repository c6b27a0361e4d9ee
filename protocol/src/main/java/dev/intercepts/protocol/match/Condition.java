package dev.intercepts.protocol.match;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A {@link HeaderCondition} that is ready to be asked. The values come from strangers: whatever they are, asking ends after
 * {@link Steps#MOST} steps and takes the stack that is there, and then the condition does not hold.
 */
final class Condition {

    /** An expression must be found in so many of a value's characters. */
    static final int LOOKED_AT = 8 * 1024;

    private final String name;
    private final HeaderCondition header;
    private final Pattern pattern;
    private final @Nullable String exact;
    private final Consumer<String> gaveUp;
    private final AtomicBoolean told = new AtomicBoolean();

    /**
     * Compiles.
     *
     * @param name of the header, in lower case
     * @param header as it was written
     * @param gaveUp told once, in a sentence, of a value for which the expression was too much
     * @throws IllegalArgumentException for an expression that cannot be
     */
    Condition(String name, HeaderCondition header, Consumer<String> gaveUp) {
        this.name = name;
        this.header = header;
        this.pattern = compiled(header, header.regex());
        this.exact = Literals.isExact(header.regex())
                ? Literals.textOf(header.regex()).orElseThrow()
                : null;
        this.gaveUp = gaveUp;
    }

    private static Pattern compiled(HeaderCondition header, @Nullable String regex) {
        // Written by hand it may be missing.
        if (regex == null) {
            throw new IllegalArgumentException("expression for header " + header.name() + ": missing");
        }
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("expression for header " + header.name() + ": '" + regex + "' ("
                    + e.getDescription() + " at character " + (e.getIndex() + 1) + ")");
        }
    }

    /** Whether it holds for one of the header's values. */
    boolean holds(RequestHead request, Steps steps) {
        for (String value : request.headers(name)) {
            if (exact == null ? found(value, steps) : exact.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private boolean found(String value, Steps steps) {
        Matcher matcher = pattern.matcher(steps.counting(value));
        if (value.length() > LOOKED_AT) {
            // What is cut off is not looked at, but it is there: $ stands for the end of the value.
            matcher.region(0, LOOKED_AT).useAnchoringBounds(false).useTransparentBounds(true);
        }
        try {
            return matcher.find();
        } catch (Steps.Exhausted e) {
            tell(value, "takes too many steps");
        } catch (StackOverflowError e) {
            // Pattern calls itself for each turn of a repeated group. Nothing but its own matcher is left half done.
            tell(value, "goes too deep");
        }
        return false;
    }

    /** The value is not told: it can be a secret. */
    private void tell(String value, String what) {
        if (told.compareAndSet(false, true)) {
            gaveUp.accept("header " + header.name() + " ~ " + header.regex() + ": to look for it in a value of "
                    + value.length() + " characters " + what
                    + ", so that it counts as not found; a simpler expression finds it");
        }
    }
}
