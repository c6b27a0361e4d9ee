package dev.intercepts.connector.cli;

import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.NetworkOptions;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code connect} for how programs reach the cluster. */
final class NetworkFlags {

    @Option(
            names = "--sudo",
            description =
                    "Have sudo's right to redirect connections, so that all your programs reach the cluster (Linux).")
    private boolean sudo;

    @Option(
            names = "--proxy-only",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "true|false",
            description = "Leave the laptop's network alone: programs reach the cluster through the proxy.")
    private @Nullable Boolean proxyOnly;

    @Option(
            names = "--allow-conflicting-subnets",
            split = ",",
            paramLabel = "CIDR",
            description = "Lead these ranges of the cluster there though the laptop uses addresses of them itself.")
    private List<String> allowConflicting = List.of();

    /** What they say; {@code null} where none is given and everything is to stay as it was. Asks for sudo's password. */
    @Nullable
    NetworkOptions read() throws InterruptedException {
        for (String range : allowConflicting) {
            if (!range.matches("[0-9a-fA-F.:]+/\\d{1,3}")) {
                throw Failure.usage(
                        "bad-range",
                        "--allow-conflicting-subnets: " + range + " (expected: a range such as 10.96.0.0/12)",
                        "give the range as `telepresence status` names it");
            }
        }
        if (sudo) {
            askForPassword();
        }
        boolean given = sudo || proxyOnly != null || !allowConflicting.isEmpty();
        return given ? new NetworkOptions(Boolean.TRUE.equals(proxyOnly), sudo, allowConflicting) : null;
    }

    /** Here, where there is a terminal: the daemon has none and takes the right without a password then. */
    private static void askForPassword() throws InterruptedException {
        try {
            int status = new ProcessBuilder("sudo", "-v").inheritIO().start().waitFor();
            if (status != 0) {
                throw Failure.failed("sudo", "sudo did not give the right", "connect without --sudo, or ask who may");
            }
        } catch (IOException e) {
            throw Failure.failed("sudo", "sudo could not be started: " + e.getMessage(), "connect without --sudo");
        }
    }
}
