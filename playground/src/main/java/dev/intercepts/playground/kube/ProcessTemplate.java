package dev.intercepts.playground.kube;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How an image becomes a local process: what stands in an image's {@code ENTRYPOINT} and {@code ENV}.
 *
 * <p>In {@code command} and in the values of {@code environment} these placeholders stand for what differs by pod:
 * {@code {podIp}}, {@code {podName}}, {@code {namespace}}, {@code {container}}, {@code {hostsFile}} (cluster names in the
 * format of {@code /etc/hosts}) and {@code {workDir}} (an own directory of the container). The container's {@code args} are
 * appended; its {@code command} is not looked at, since it names a file of an image that is not there.
 *
 * @param command program and arguments
 * @param environment variables that a container of this image has before its own
 */
public record ProcessTemplate(List<String> command, Map<String, String> environment) {

    public ProcessTemplate {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("command: empty (expected: a program and its arguments)");
        }
    }

    /** A program without variables of its own. */
    public static ProcessTemplate of(String... command) {
        return new ProcessTemplate(List.of(command), Map.of());
    }

    /**
     * A Java program that resolves the cluster's names.
     *
     * @param java the {@code java} executable
     * @param jvmOptions for example the class path
     * @param mainAndArguments main class (or {@code -jar} and a file, or a source file) and arguments
     */
    public static ProcessTemplate java(Path java, List<String> jvmOptions, String... mainAndArguments) {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.add("-Djdk.net.hosts.file={hostsFile}");
        command.add("-Dsun.net.inetaddr.ttl=1");
        command.add("-Dsun.net.inetaddr.negative.ttl=0");
        command.add("-Djava.net.preferIPv4Stack=true");
        command.addAll(jvmOptions);
        command.addAll(List.of(mainAndArguments));
        return new ProcessTemplate(command, Map.of());
    }

    /** The same with these variables too. */
    public ProcessTemplate withEnvironment(Map<String, String> variables) {
        return new ProcessTemplate(command, variables);
    }
}
