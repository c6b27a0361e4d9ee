package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.IngressOptions;
import dev.intercepts.connector.contract.InterceptOptions;
import dev.intercepts.connector.contract.Request;
import dev.intercepts.connector.contract.Views.Done;
import dev.intercepts.connector.contract.Views.Environment;
import dev.intercepts.connector.contract.Views.InterceptDetails;
import dev.intercepts.connector.contract.Views.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "intercept",
        sortOptions = false,
        description = {
            "Answer for a workload's requests from this laptop.",
            "Logged in, it takes HTTP requests with this intercept's header and makes a preview URL;",
            "logged out, it takes every TCP connection."
        })
final class InterceptCommand implements Callable<Integer> {

    private final Front front;

    @Parameters(index = "0", paramLabel = "NAME", description = "Base name; the workload's, where no other is given.")
    private String name = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "COMMAND",
            description = "After --: run it in the intercepted environment, and leave when it ends.")
    private List<String> command = List.of();

    @Option(
            names = {"-p", "--port"},
            required = true,
            paramLabel = "LOCAL[:SERVICE_PORT]",
            description = "Port on this laptop, and the Service's port by name or number where it has several.")
    private String port = "";

    @Option(names = "--deployment", paramLabel = "NAME", description = "The Deployment, where NAME is another.")
    private @Nullable String deployment;

    @Option(
            names = "--workload",
            paramLabel = "KIND/NAME",
            description = "The workload: deployment, statefulset or replicaset.")
    private @Nullable String workload;

    @Option(names = "--service", paramLabel = "NAME", description = "The Service, where the workload has several.")
    private @Nullable String service;

    @Option(names = "--mechanism", paramLabel = "tcp|http", description = "Every connection, or requests that match.")
    private @Nullable String mechanism;

    @Option(
            names = "--http-match",
            paramLabel = "auto|all|HEADER=REGEX",
            description = {
                "Which HTTP requests; implies --mechanism=http. Several must all hold.",
                "auto: the header x-telepresence-intercept-id of this intercept, which services in between have to pass on.",
                "all: every request.",
                "HEADER=REGEX: those where it is found anywhere in the first 8 KiB of that header's value, as in 'x-user=^ada$'.",
                "The header's name ignores case. A preview URL needs an expression for one value, which it sets."
            })
    private List<String> httpMatch = List.of();

    @Option(names = "--http-path-prefix", paramLabel = "PATH", description = "Only requests below this path.")
    private @Nullable String httpPathPrefix;

    @Option(
            names = "--preview-url",
            arity = "1",
            paramLabel = "true|false",
            description = "Make a preview URL (default: whether you are logged in).")
    private @Nullable Boolean previewUrl;

    @Mixin
    private IngressFlags ingress = new IngressFlags();

    @Option(names = "--address", paramLabel = "ADDRESS", description = "Where on this laptop (default: 127.0.0.1).")
    private @Nullable String address;

    @Option(
            names = "--route",
            paramLabel = "auto|direct|relay",
            description = "The way to this laptop (default: auto).")
    private @Nullable String route;

    @Option(names = "--env-file", paramLabel = "FILE", description = "Write the container's environment as KEY=value.")
    private @Nullable Path envFile;

    @Option(names = "--env-json", paramLabel = "FILE", description = "Write the container's environment as JSON.")
    private @Nullable Path envJson;

    @Option(names = "--replace-existing", description = "Take the name over from another laptop.")
    private boolean replaceExisting;

    InterceptCommand(Front front) {
        this.front = front;
    }

    @Override
    public Integer call() throws Exception {
        InterceptOptions options = options();
        Plan plan = front.ask(new Request.Plan(front.cluster(), options), Plan.class);
        if (plan.preview()) {
            IngressOptions answers = IngressQuestions.answer(front.terminal(), plan);
            options = options.withIngress(answers);
        }
        InterceptDetails made = front.ask(new Request.Intercept(front.cluster(), options), InterceptDetails.class);
        front.print(made, InterceptText::render);
        if (!command.isEmpty()) {
            return new CommandInEnvironment(front.terminal())
                    .run(command, () -> environment(made.name()), () -> leave(made.name()));
        }
        if (envFile != null || envJson != null) {
            environment(made.name());
        }
        return 0;
    }

    private Environment environment(String fullName) {
        Environment environment = front.ask(new Request.Env(fullName, null), Environment.class);
        EnvironmentFiles.write(environment, envFile, envJson, front.terminal()::warning);
        return environment;
    }

    private void leave(String fullName) {
        front.ask(new Request.Leave(fullName), Done.class);
    }

    private InterceptOptions options() {
        return new InterceptOptions(
                name,
                port,
                deployment,
                workload,
                service,
                mechanism,
                httpMatch,
                httpPathPrefix,
                previewUrl,
                ingress.options(),
                address,
                replaceExisting,
                route,
                command.isEmpty());
    }
}
