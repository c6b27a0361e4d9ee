package dev.intercepts.playground.http;

/** Text as it goes into a page. */
public final class Html {

    private Html() {}

    /** Escapes what means something in HTML, in text and in quoted attributes. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
