package dev.intercepts.playground.kube;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Starts a process that would run for long, says its id, and waits to be killed. */
public final class TestLeash {

    private TestLeash() {}

    public static void main(String[] args) throws Exception {
        Process process = Leash.start(List.of("sleep", "600"), Map.of(), Path.of(args[0]), Path.of(args[0], "log"));
        System.out.println(process.pid());
        process.waitFor();
    }
}
