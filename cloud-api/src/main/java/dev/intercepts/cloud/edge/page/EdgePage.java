package dev.intercepts.cloud.edge.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A page that says one thing: a title, a sentence and one action. Its policy allows nothing but its own style, by hash.
 *
 * @param status of the answer, shown small
 * @param title two or three words
 * @param sentence what happened and whose move it is
 * @param action what the link says
 * @param href where it leads
 * @param help where more is said about it
 * @param reloadAfter seconds after which the page loads itself again, 0 for never
 */
public record EdgePage(
        int status, String title, String sentence, String action, String href, String help, int reloadAfter) {

    private static final String STYLE = read("edge.css");
    private static final String PAGE = read("edge.html");

    /** Value of {@code Content-Security-Policy} for every such page. */
    public static final String POLICY = "default-src 'none'; style-src 'sha256-" + sha256(STYLE)
            + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** The page in UTF-8. */
    public byte[] html() {
        String reload = reloadAfter == 0 ? "" : "<meta http-equiv=\"refresh\" content=\"" + reloadAfter + "\">";
        return PAGE.replace("%STYLE%", STYLE)
                .replace("%RELOAD%", reload)
                .replace("%STATUS%", Integer.toString(status))
                .replace("%TITLE%", escape(title))
                .replace("%SENTENCE%", escape(sentence))
                .replace("%ACTION%", escape(action))
                .replace("%HREF%", escape(href))
                .replace("%HELP%", escape(help))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;")
                .replace("%", "&#37;");
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is required of every Java platform", e);
        }
    }

    private static String read(String name) {
        try (InputStream in = EdgePage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing beside " + EdgePage.class.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
