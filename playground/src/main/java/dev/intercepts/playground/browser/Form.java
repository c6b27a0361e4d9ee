package dev.intercepts.playground.browser;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jsoup.Connection.KeyVal;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;

/**
 * A form as it is about to be sent, with one of its buttons pressed.
 *
 * @param action where it goes
 * @param method {@code GET} or {@code POST}
 * @param fields names and values, in the page's order
 */
public record Form(URI action, String method, List<Map.Entry<String, String>> fields) {

    private static final String BUTTONS = "button:not([type=button]):not([type=reset]), input[type=submit]";

    /** The same with one field filled in; it takes the place of what stood there. */
    public Form with(String name, String value) {
        List<Map.Entry<String, String>> changed = new ArrayList<>(fields);
        changed.removeIf(field -> field.getKey().equals(name));
        changed.add(Map.entry(name, value));
        return new Form(action, method, changed);
    }

    String encoded() {
        return fields.stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    static Optional<Form> withButton(Page page, String selector, String button) {
        String wanted = button.toLowerCase(Locale.ROOT);
        List<Element> buttons = page.document().select(selector).stream()
                .flatMap(part -> part.select(BUTTONS).stream())
                .toList();
        return buttons.stream()
                .filter(candidate -> names(candidate).contains(wanted))
                .findFirst()
                .or(() -> buttons.stream()
                        .filter(candidate -> names(candidate).stream().anyMatch(name -> name.contains(wanted)))
                        .findFirst())
                .flatMap(found -> pressed(page, found));
    }

    static List<String> buttons(Document document) {
        return document.select(BUTTONS).stream()
                .map(button -> button.text().isEmpty() ? button.attr("value") : button.text())
                .toList();
    }

    private static List<String> names(Element button) {
        return List.of(
                button.text().toLowerCase(Locale.ROOT),
                button.attr("value").toLowerCase(Locale.ROOT),
                button.attr("aria-label").toLowerCase(Locale.ROOT));
    }

    private static Optional<Form> pressed(Page page, Element button) {
        if (!(button.closest("form") instanceof FormElement form)) {
            return Optional.empty();
        }
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        for (KeyVal field : form.formData()) {
            fields.add(Map.entry(field.key(), field.value()));
        }
        if (!button.attr("name").isEmpty()) {
            fields.removeIf(field -> field.getKey().equals(button.attr("name")));
            fields.add(Map.entry(button.attr("name"), button.attr("value")));
        }
        String action = button.hasAttr("formaction") ? button.attr("formaction") : form.attr("action");
        String method = button.hasAttr("formmethod") ? button.attr("formmethod") : form.attr("method");
        return Optional.of(new Form(
                action.isEmpty() ? page.url() : page.url().resolve(action),
                method.equalsIgnoreCase("post") ? "POST" : "GET",
                List.copyOf(fields)));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
