package dev.intercepts.cloud.identity;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.client.RestClientResponseException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What GitHub says when it keeps organizations from an application, in words for people. */
final class GitHubNotice {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern PARTIAL = Pattern.compile("partial-results; *organizations=([0-9,]+)");
    private static final int LONGEST = 400;

    private GitHubNotice() {}

    /** Whether an answer means that we may not see the organizations; being asked too often is no such answer. */
    static boolean refuses(RestClientResponseException answer) {
        HttpHeaders headers = answer.getResponseHeaders();
        boolean tooOften = headers != null
                && (headers.containsHeader(HttpHeaders.RETRY_AFTER)
                        || "0".equals(headers.getFirst("x-ratelimit-remaining")));
        return answer.getStatusCode().value() == 403
                && !tooOften
                && !message(answer).toLowerCase(Locale.ROOT).contains("rate limit");
    }

    /** GitHub's own words, which name the organization and the page that helps. */
    static String ofRefusal(RestClientResponseException answer) {
        String said = message(answer);
        return said.isEmpty() ? "GitHub does not let this application see your organizations." : "GitHub says: " + said;
    }

    /**
     * What an answer's header for single sign-on tells.
     *
     * @return {@code null} where nothing was kept back
     */
    static @Nullable String ofAnswer(@Nullable String singleSignOn) {
        Matcher partial = PARTIAL.matcher(singleSignOn == null ? "" : singleSignOn);
        if (!partial.find()) {
            return null;
        }
        int kept = partial.group(1).split(",").length;
        return (kept == 1 ? "One organization is" : kept + " organizations are")
                + " kept back until you sign in to single sign-on there.";
    }

    private static String message(RestClientResponseException answer) {
        try {
            String said = JSON.readTree(answer.getResponseBodyAsString())
                    .path("message")
                    .asString("")
                    .strip();
            return said.length() > LONGEST ? said.substring(0, LONGEST) + "…" : said;
        } catch (JacksonException e) {
            return "";
        }
    }
}
