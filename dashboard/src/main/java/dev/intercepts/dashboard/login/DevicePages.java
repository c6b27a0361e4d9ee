package dev.intercepts.dashboard.login;

import dev.intercepts.cloud.identity.Person;
import dev.intercepts.cloud.login.Login;
import dev.intercepts.cloud.oauth.DeviceLogins;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Where a code that stands on another screen is typed, and its device let in or turned away. The code is never taken from the
 * address: a link must not be able to bring somebody here with a stranger's code.
 */
@Controller
class DevicePages {

    private static final String VIEW = "device";
    private static final String CODE = "code";
    private static final String UNKNOWN =
            "No device shows that code, or it is too late for it. Look again, or begin again"
                    + " with `telepresence login --device`.";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final DeviceLogins devices;
    private final Login login;

    DevicePages(DeviceLogins devices, Login login) {
        this.devices = devices;
        this.login = login;
    }

    @GetMapping("/device")
    String ask(Person person, Model model) {
        model.addAttribute("person", person);
        return VIEW;
    }

    @PostMapping("/device")
    String find(Person person, @RequestParam String code, HttpServletRequest request, Model model) {
        model.addAttribute("person", person);
        Optional<DeviceLogins.Waiting> waiting = devices.find(person, code);
        if (waiting.isEmpty()) {
            model.addAttribute("notice", UNKNOWN);
            return VIEW;
        }
        model.addAttribute(CODE, code);
        model.addAttribute("waiting", waiting.get());
        model.addAttribute("since", TIME.format(waiting.get().since()));
        model.addAttribute("choices", login.of(request).map(login::choices).orElse(List.of()));
        return VIEW;
    }

    @PostMapping("/device/approve")
    String approve(Person person, @RequestParam String code, @RequestParam UUID organization, Model model) {
        model.addAttribute("person", person);
        devices.approve(person, code, organization)
                .ifPresentOrElse(
                        holder -> model.addAttribute(
                                "done",
                                "The device is logged in as " + holder.name() + " for " + holder.organization()
                                        + ". Go back to it."),
                        () -> model.addAttribute("notice", UNKNOWN));
        return VIEW;
    }

    @PostMapping("/device/deny")
    String deny(Person person, @RequestParam String code, Model model) {
        model.addAttribute("person", person);
        if (devices.deny(person, code)) {
            model.addAttribute("done", "The device was turned away.");
        } else {
            model.addAttribute("notice", UNKNOWN);
        }
        return VIEW;
    }

    @ExceptionHandler
    String tooMany(DeviceLogins.TooManyCodesException e, HttpServletResponse response, Model model) {
        response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
        model.addAttribute("notice", e.getMessage());
        return VIEW;
    }
}
