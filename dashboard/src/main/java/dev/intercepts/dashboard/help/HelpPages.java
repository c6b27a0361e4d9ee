package dev.intercepts.dashboard.help;

import dev.intercepts.cloud.help.HelpTopic;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** What to do, for whoever a page has refused something: open to all, since some of them cannot sign in. */
@Controller
class HelpPages {

    @GetMapping(HelpTopic.PATH)
    String help() {
        return "help";
    }
}
