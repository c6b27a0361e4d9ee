package dev.intercepts.protocol.match;

/**
 * How much expressions may look at for one request. {@link java.util.regex.Pattern} goes back and tries again, so that a value can
 * make it take the square of its length, or worse; each look at a character is a step, and steps come to an end.
 */
final class Steps {

    /** For one request and one match: a thousand characters looked at from each of a thousand places. */
    static final int MOST = 1_000_000;

    private int taken;

    /** How many were taken so far. */
    int taken() {
        return taken;
    }

    /** A text of which each look at a character is counted. */
    CharSequence counting(String text) {
        return new Counted(text);
    }

    /** No more may be looked at. */
    static final class Exhausted extends RuntimeException {

        private static final long serialVersionUID = 1;

        private Exhausted() {
            super("more than " + MOST + " steps", null, false, false);
        }
    }

    private final class Counted implements CharSequence {

        private final String text;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (taken >= MOST) {
                throw new Exhausted();
            }
            taken++;
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.substring(start, end));
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
