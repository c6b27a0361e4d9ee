package dev.intercepts.cloud.edge.banner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Lets one script more into a page's Content Security Policy (CSP level 3), and nothing else. A policy that does not
 * restrict scripts stays as it is. A nonce lets only the tag that carries it run, so it is used wherever it does not switch off
 * {@code 'unsafe-inline'}, which the page may live on; there, the script's own address is added instead.
 */
public final class ContentSecurityPolicy {

    private ContentSecurityPolicy() {}

    /**
     * Adjusts the value of one header field, which may hold several policies.
     *
     * @param value as the application sent it
     * @param scriptUrl absolute URL of the script
     * @param nonce value of the tag's {@code nonce} attribute
     */
    public static String allow(String value, String scriptUrl, String nonce) {
        StringBuilder out = new StringBuilder(value.length() + 64);
        for (String policy : value.split(",", -1)) {
            out.append(out.isEmpty() ? "" : ",").append(allowInPolicy(policy, scriptUrl, nonce));
        }
        return out.toString();
    }

    private static String allowInPolicy(String policy, String scriptUrl, String nonce) {
        List<String> directives = new ArrayList<>(Arrays.asList(policy.split(";", -1)));
        int effective = indexOf(directives, "script-src-elem");
        if (effective < 0) {
            effective = indexOf(directives, "script-src");
        }
        if (effective >= 0) {
            String directive = directives.get(effective);
            String name = words(directive).getFirst();
            String indent = directive.substring(0, directive.indexOf(name));
            directives.set(effective, indent + name + " " + sources(directive, scriptUrl, nonce));
            return String.join(";", directives);
        }
        int fallback = indexOf(directives, "default-src");
        if (fallback < 0) {
            return policy;
        }
        // The sources of default-src for script elements alone, so that nothing but elements gains from the addition.
        String added = "script-src-elem " + sources(directives.get(fallback), scriptUrl, nonce);
        directives.add(fallback + 1, " " + added);
        return String.join(";", directives);
    }

    private static String sources(String directive, String scriptUrl, String nonce) {
        List<String> sources = new ArrayList<>(words(directive));
        sources.removeFirst();
        sources.removeIf(source -> source.equalsIgnoreCase("'none'"));
        boolean inline = sources.stream().anyMatch(source -> source.equalsIgnoreCase("'unsafe-inline'"));
        boolean overruled = sources.stream().anyMatch(ContentSecurityPolicy::overrulesUnsafeInline);
        sources.add(inline && !overruled ? scriptUrl : "'nonce-" + nonce + "'");
        return String.join(" ", sources);
    }

    private static boolean overrulesUnsafeInline(String source) {
        String lower = source.toLowerCase(Locale.ROOT);
        return lower.startsWith("'nonce-") || lower.startsWith("'sha") || lower.equals("'strict-dynamic'");
    }

    /** The first directive of a name counts, later ones are ignored. */
    private static int indexOf(List<String> directives, String name) {
        for (int i = 0; i < directives.size(); i++) {
            List<String> words = words(directives.get(i));
            if (!words.isEmpty() && words.getFirst().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> words(String directive) {
        return directive.isBlank() ? List.of() : List.of(directive.strip().split("\\s+"));
    }
}
