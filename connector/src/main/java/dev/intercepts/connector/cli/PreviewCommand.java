package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.IngressOptions;
import dev.intercepts.connector.contract.Request;
import dev.intercepts.connector.contract.Request.PreviewAction;
import dev.intercepts.connector.contract.Views.Done;
import dev.intercepts.connector.contract.Views.InterceptDetails;
import dev.intercepts.connector.contract.Views.Plan;
import dev.intercepts.connector.contract.Views.PreviewList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "preview",
        synopsisSubcommandLabel = "COMMAND",
        description = "Change the preview URL of an intercept that is there.")
final class PreviewCommand {

    private static final String NAME = "Full name of the intercept.";

    private final Front front;

    PreviewCommand(Front front) {
        this.front = front;
    }

    @Command(name = "create", description = "Give an intercept a preview URL.")
    int create(@Parameters(paramLabel = "NAME", description = NAME) String name, @Mixin IngressFlags flags) {
        Plan plan = front.ask(new Request.PreviewPlan(name), Plan.class);
        IngressOptions given = flags.options();
        IngressOptions answers = IngressQuestions.answer(
                front.terminal(), new Plan(plan.name(), true, given, given.or(plan.suggested())));
        return front.show(
                new Request.Preview(name, PreviewAction.CREATE, answers, null),
                InterceptDetails.class,
                InterceptText::block);
    }

    @Command(name = "remove", description = "Take an intercept's preview URL away; the intercept stays.")
    int remove(@Parameters(paramLabel = "NAME", description = NAME) String name) {
        return front.show(
                new Request.Preview(name, PreviewAction.REMOVE, IngressOptions.NONE, null),
                Done.class,
                done -> done.message() + "\n");
    }

    @Command(name = "public", description = "Let anyone who has the link open it.")
    int makePublic(
            @Parameters(paramLabel = "NAME", description = NAME) String name,
            @Option(
                            names = "--for",
                            paramLabel = "TIME",
                            description =
                                    "30m, 8h, 7d or unlimited; private again afterwards (default: the organization's).")
                    @Nullable
                    String time) {
        return change(name, PreviewAction.PUBLIC, time == null ? null : SharingTime.iso(time));
    }

    @Command(name = "private", description = "Let only members of the organization open it.")
    int makePrivate(@Parameters(paramLabel = "NAME", description = NAME) String name) {
        return change(name, PreviewAction.PRIVATE, null);
    }

    @Command(name = "list", description = "List the preview URLs of this laptop's intercepts.")
    int list() {
        return front.show(new Request.Previews(), PreviewList.class, ListText::previews);
    }

    private int change(String name, PreviewAction action, @Nullable String publicFor) {
        return front.show(
                new Request.Preview(name, action, IngressOptions.NONE, publicFor),
                Done.class,
                done -> done.message() + "\n");
    }
}
