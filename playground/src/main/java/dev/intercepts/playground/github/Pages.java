package dev.intercepts.playground.github;

import static dev.intercepts.playground.http.Html.escape;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The stand-in's pages. They work without JavaScript and say that they are not GitHub's. */
final class Pages {

    private static final List<String> QUESTION =
            List.of("client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method");

    private Pages() {}

    static String signIn(Directory directory, String returnTo) {
        String people = directory.people().stream()
                .map(person -> """
                        <li><button name="login" value="%s"><img src="/avatars/%s.svg" alt="" width="40" height="40">
                        <span><b>%s</b><small>%s</small></span></button></li>
                        """.formatted(
                                escape(person.login()),
                                escape(person.login()),
                                escape(person.name()),
                                escape(person.login() + " · " + organizations(directory, person.login()))))
                .collect(Collectors.joining());
        return page("Who are you?", """
                <h1>Who are you?</h1>
                <form method="post" action="/login">
                <input type="hidden" name="return_to" value="%s">
                <ul>%s</ul>
                </form>
                """.formatted(escape(returnTo), people));
    }

    static String authorize(OauthApp app, Person person, String formToken, Map<String, String> question) {
        String hidden = QUESTION.stream()
                .filter(question::containsKey)
                .map(name -> "<input type=\"hidden\" name=\"%s\" value=\"%s\">\n"
                        .formatted(name, escape(question.getOrDefault(name, ""))))
                .collect(Collectors.joining());
        return page("Authorize " + app.name(), """
                <h1>Authorize %s</h1>
                <p>%s wants to know who you are and which organizations you belong to (<code>%s</code>).
                You are signed in as <b>%s</b>.</p>
                <form method="post" action="/login/oauth/authorize">
                <input type="hidden" name="authenticity_token" value="%s">
                %s<p class="row"><button name="authorize" value="1" class="main">Authorize</button>
                <button name="authorize" value="0">Cancel</button></p>
                </form>
                """.formatted(
                        escape(app.name()),
                        escape(app.name()),
                        escape(question.getOrDefault("scope", "")),
                        escape(person.name()),
                        escape(formToken),
                        hidden));
    }

    static String home(Directory directory) {
        String people = directory.people().stream()
                .map(person -> "<li>%s <small>%s</small></li>"
                        .formatted(escape(person.name()), escape(organizations(directory, person.login()))))
                .collect(Collectors.joining("\n"));
        return page("People", "<h1>Who is here</h1><ul>" + people + "</ul>");
    }

    static String error(String sentence) {
        return page("That did not work", "<h1>That did not work</h1><p>" + escape(sentence) + "</p>");
    }

    private static String organizations(Directory directory, String login) {
        List<String> names =
                directory.organizations(login).stream().map(Organization::login).toList();
        return names.isEmpty() ? "no organization" : String.join(", ", names);
    }

    private static String page(String title, String body) {
        return """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <title>%s</title>
                <style>
                :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
                body { max-width: 26rem; margin: 15vh auto 0; padding: 0 1rem }
                h1 { font-size: 1.5rem; margin: 0 0 1rem }
                ul { list-style: none; padding: 0; display: grid; gap: .5rem }
                li button { width: 100%%; display: flex; gap: .75rem; align-items: center; text-align: left }
                button { font: inherit; padding: .5rem .75rem; border: 1px solid #8886; border-radius: 8px; cursor: pointer }
                button.main { background: #1f6f43; color: #fff; border-color: transparent }
                small { display: block; opacity: .7 }
                img { border-radius: 50%% }
                footer { margin-top: 3rem; font-size: .8rem; opacity: .7 }
                </style>
                <main>%s</main>
                <footer>The playground's stand-in for GitHub. Nobody here needs a password.</footer>
                </html>
                """.formatted(escape(title), body);
    }
}
