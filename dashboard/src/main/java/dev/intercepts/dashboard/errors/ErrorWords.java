package dev.intercepts.dashboard.errors;

import dev.intercepts.cloud.help.HelpTopic;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.error.ErrorAttributeOptions;
import org.springframework.boot.webmvc.error.DefaultErrorAttributes;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.WebRequest;

/** Gives the error page its {@code title} and {@code explanation}: what happened, and whose move it is. */
@Component
class ErrorWords extends DefaultErrorAttributes {

    @Override
    public Map<String, @Nullable Object> getErrorAttributes(WebRequest request, ErrorAttributeOptions options) {
        Map<String, @Nullable Object> attributes = super.getErrorAttributes(request, options);
        int status = attributes.get("status") instanceof Integer number ? number : 500;
        String said = attributes.get("message") instanceof String message ? message : "";
        attributes.put("title", title(status));
        attributes.put("explanation", explanation(status, said));
        attributes.put("help", topic(status, said).path());
        return attributes;
    }

    static String title(int status) {
        return switch (status) {
            case 400 -> "That request makes no sense";
            case 401 -> "Signed out";
            case 403 -> "Not allowed";
            case 404 -> "Not found";
            case 405 -> "Not possible here";
            case 429 -> "Too many attempts";
            default -> status >= 500 ? "Something broke" : "That did not work";
        };
    }

    private static boolean forPeople(String said) {
        return said.contains(" ") && !said.startsWith("No message");
    }

    /** Where more is said about it. */
    static HelpTopic topic(int status, String said) {
        return switch (status) {
            case 401 -> HelpTopic.SIGN_IN;
            case 403 -> forPeople(said) ? HelpTopic.NOT_ALLOWED : HelpTopic.REFUSED;
            case 404 -> HelpTopic.NOTHING_HERE;
            case 429 -> HelpTopic.TOO_MUCH;
            default -> status >= 500 ? HelpTopic.BROKEN : HelpTopic.REFUSED;
        };
    }

    /** What was said, where somebody wrote it for people; of our own faults nothing is told but that they are ours. */
    static String explanation(int status, String said) {
        if (status >= 500) {
            return "The fault is ours, and it is in our log. Try again in a minute.";
        }
        boolean forPeople = forPeople(said);
        return switch (status) {
            case 401 -> "Load the page again to sign in.";
            case 403 -> forPeople ? said : "The form is too old, or it is not yours to send. Load the page again.";
            case 404 ->
                forPeople && !said.startsWith("No static resource") ? said : "There is nothing at this address.";
            default -> forPeople ? said : "Go back and try again.";
        };
    }
}
