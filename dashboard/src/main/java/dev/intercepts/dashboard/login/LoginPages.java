package dev.intercepts.dashboard.login;

import dev.intercepts.cloud.login.Consent;
import dev.intercepts.cloud.login.Login;
import dev.intercepts.cloud.login.SignIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The door, and the choice of an organization that each session begins with. */
@Controller
class LoginPages {

    private static final String SIGN_IN = "redirect:/oauth2/authorization/github";

    private final Login login;
    private final Consent consent;

    LoginPages(Login login, Consent consent) {
        this.login = login;
        this.consent = consent;
    }

    @GetMapping("/login")
    String door(
            Model model,
            @RequestParam(required = false) @Nullable String failed,
            @RequestParam(required = false) @Nullable String out) {
        if (failed != null) {
            model.addAttribute("notice", "GitHub did not let you in, or the attempt took too long. Try again.");
        } else if (out != null) {
            model.addAttribute("notice", "You are signed out.");
        }
        return "login";
    }

    @GetMapping(Login.ORGANIZATION_PATH)
    String organizations(HttpServletRequest request, HttpServletResponse response, Model model) {
        Optional<SignIn> signIn = login.of(request);
        if (signIn.isEmpty()) {
            return SIGN_IN;
        }
        model.addAttribute("choices", login.choices(signIn.get()));
        model.addAttribute("name", login.name(signIn.get()));
        consent.asked(request, response).ifPresent(asked -> model.addAttribute("asked", asked.id()));
        model.addAttribute("grants", login.grantsPage());
        login.notice(signIn.get()).ifPresent(notice -> model.addAttribute("notice", notice));
        return "organization";
    }

    /** Somebody was let into an organization, or allowed this application there, since they signed in. */
    @PostMapping(Login.ORGANIZATION_PATH + "/refresh")
    String lookAgain(HttpServletRequest request) {
        login.of(request).ifPresent(login::lookAgain);
        return "redirect:" + Login.ORGANIZATION_PATH;
    }

    /** The command that waits is not to act for this person. */
    @PostMapping(Login.ORGANIZATION_PATH + "/turn-away")
    String turnAway(HttpServletRequest request, HttpServletResponse response) {
        return "redirect:"
                + login.turnAway(request, response).map(URI::toString).orElse("/");
    }

    @PostMapping(Login.ORGANIZATION_PATH)
    String choose(
            @RequestParam UUID organization,
            @RequestParam(required = false) @Nullable String asked,
            HttpServletRequest request,
            HttpServletResponse response) {
        return login.choose(organization, asked, request, response)
                .map(wanted -> "redirect:" + wanted)
                .orElse("redirect:" + Login.ORGANIZATION_PATH);
    }
}
