package dev.intercepts.playground.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeashTest {

    @TempDir
    Path directory;

    @Test
    void a_process_ends_with_the_jvm_that_was_killed() throws IOException {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TestLeash.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8))) {
            ProcessHandle process =
                    ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
            assertThat(process.isAlive()).isTrue();

            jvm.destroyForcibly();

            await().atMost(Duration.ofSeconds(10)).until(() -> !process.isAlive());
        }
    }

    @Test
    void the_process_reported_is_the_command_itself_with_its_status_and_no_other_environment() throws Exception {
        Path log = directory.resolve("log");
        Process process = Leash.start(
                List.of("/bin/sh", "-c", "echo $$ $GIVEN $SECRET_OF_THE_PARENT; exit 7"),
                Map.of("GIVEN", "given"),
                directory,
                log);
        assertThat(process.waitFor()).isEqualTo(7);
        assertThat(Files.readString(log)).isEqualTo(process.pid() + " given\n");
    }
}
