package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Diagnosis;
import dev.intercepts.connector.contract.Exit;
import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.connector.contract.Product;
import dev.intercepts.connector.contract.Request;
import dev.intercepts.connector.contract.Views.Versions;
import dev.intercepts.connector.doctor.LaptopChecks;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

@Command(
        name = "doctor",
        description = {
            "Look at all that an intercept needs: this laptop, the cluster and your rights in it, the Traffic Manager,",
            "the hosted service. Changes nothing; says what to mend. Exit status 1 where something fails."
        })
final class DoctorCommand implements Callable<Integer> {

    private final Front front;

    DoctorCommand(Front front) {
        this.front = front;
    }

    @Override
    public Integer call() {
        String daemonVersion = null;
        Failure daemonFailure = null;
        Diagnosis further = Diagnosis.of(List.of());
        try {
            daemonVersion = front.ask(new Request.Version(), Versions.class).daemon();
            further = front.ask(new Request.Doctor(front.cluster()), Diagnosis.class);
        } catch (FailureException e) {
            daemonFailure = e.failure();
        } catch (UncheckedIOException e) {
            daemonFailure = Failure.failed("daemon-start", "cannot be started: " + why(e), "mend what is named above")
                    .failure();
        }
        // The daemon makes the directory: it is looked at as it is afterwards.
        Diagnosis all = Diagnosis.of(LaptopChecks.of(LaptopExamination.look(
                        front.directory(), Product.version(), daemonVersion, daemonFailure, front.environment())))
                .and(further.findings());
        front.print(all, DoctorText::render);
        return all.healthy() ? Exit.DONE : Exit.FAILED;
    }

    private static String why(UncheckedIOException e) {
        @Nullable Throwable cause = e.getCause();
        return cause == null ? String.valueOf(e.getMessage()) : cause.toString();
    }
}
