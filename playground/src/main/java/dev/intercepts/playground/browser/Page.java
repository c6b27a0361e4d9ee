package dev.intercepts.playground.browser;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * What an address answered.
 *
 * @param url where it is from, after redirects
 * @param status of the HTTP answer
 * @param headers of the HTTP answer
 * @param body as text
 */
public record Page(URI url, int status, Map<String, List<String>> headers, String body) {

    /** Whether the browser is sent elsewhere. */
    public boolean redirects() {
        return status >= 300 && status < 400 && header("Location").isPresent();
    }

    /** Where a redirect leads. */
    public URI location() {
        return url.resolve(header("Location").orElseThrow(() -> new IllegalStateException("no redirect: " + this)));
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return Browser.values(headers, name).stream().findFirst();
    }

    /** What a reader sees of it, white space collapsed. */
    public String text() {
        return document().text();
    }

    /** The first heading, else the title. */
    public String heading() {
        Element heading = document().selectFirst("h1");
        return heading == null ? document().title() : heading.text();
    }

    /** Whether there is an element that a CSS selector finds. */
    public boolean has(String selector) {
        return document().selectFirst(selector) != null;
    }

    /**
     * The form whose button says, or stands for, this.
     *
     * @param button the whole text, value or label of a submit button, or else a part of it
     * @throws IllegalStateException if there is none; the message lists the buttons that are there
     */
    public Form formWithButton(String button) {
        return Form.withButton(this, "body", button)
                .orElseThrow(() -> new IllegalStateException("no button “" + button + "” at " + url + " (status "
                        + status + "); there are: " + Form.buttons(document())));
    }

    /** The same within the element that a CSS selector finds, if there is such a button. */
    public Optional<Form> formWithButton(String selector, String button) {
        return Form.withButton(this, selector, button);
    }

    /**
     * Where the link leads whose text has these words.
     *
     * @throws IllegalStateException if there is none
     */
    public URI link(String words) {
        return document().select("a[href]").stream()
                .filter(link -> link.text().contains(words))
                .findFirst()
                .map(link -> URI.create(link.absUrl("href")))
                .orElseThrow(() -> new IllegalStateException("no link “" + words + "” at " + url));
    }

    /**
     * The address of the script whose address has this word.
     *
     * @throws IllegalStateException if the page has none
     */
    public String script(String word) {
        return document().select("script[src]").stream()
                .map(script -> script.absUrl("src"))
                .filter(address -> address.contains(word))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no script “" + word + "” at " + url));
    }

    Document document() {
        return Jsoup.parse(body, url.toString());
    }
}
