package dev.intercepts.cloud.edge.banner;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The script behind {@code /.intercepts/banner.js}: the same for all previews but for the three things it says.
 *
 * <p>It draws into a closed shadow root behind the body and styles it by a constructed style sheet, so that it needs nothing
 * of the page's Content Security Policy but to run, and neither page reaches the other.
 */
public final class BannerScript {

    /** Where it is served on each preview's host. */
    public static final String PATH = "/.intercepts/banner.js";

    private static final String TEMPLATE = read();

    private BannerScript() {}

    /**
     * The script for a preview.
     *
     * @param owner whose preview it is, as they want to be called
     * @param organization whose
     * @param dashboard absolute URL of the dashboard
     */
    public static byte[] render(String owner, String organization, String dashboard) {
        return TEMPLATE.replace("\"%OWNER%\"", quoted(owner))
                .replace("\"%ORGANIZATION%\"", quoted(organization))
                .replace("\"%DASHBOARD%\"", quoted(dashboard))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The tag that loads it. */
    public static String tag(String nonce) {
        return "<script src=\"" + PATH + "\" nonce=\"" + nonce + "\" async></script>";
    }

    /** A JavaScript string; all but ASCII letters, digits and blanks escaped, so it is safe wherever a script stands. */
    static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == ' ' || (c < 128 && Character.isLetterOrDigit(c))) {
                out.append(c);
            } else {
                out.append("\\u").append(String.format("%04x", (int) c));
            }
        }
        return out.append('"').toString();
    }

    private static String read() {
        try (InputStream in = BannerScript.class.getResourceAsStream("banner.js")) {
            if (in == null) {
                throw new IllegalStateException("banner.js is missing beside " + BannerScript.class.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
