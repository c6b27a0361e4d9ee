package dev.intercepts.playground.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateFileTest {

    @TempDir
    Path directory;

    @Test
    void whatIsWrittenIsReadAgainAndNobodyElses() throws IOException {
        StateFile file = new StateFile(directory.resolve("deep/state.json"));
        assertThat(file.read()).isEmpty();
        WorldState state = new WorldState(
                "http://localhost:1",
                "preview.localhost",
                2,
                "http://127.0.0.1:3",
                "/k",
                "/c",
                "http://127.9.9.9:8080",
                "shop.localhost",
                Map.of("ada", List.of("acme"), "alan", List.of()),
                Map.of("cloud", 4L),
                Map.of("cloud", 5L));
        file.write(state);
        assertThat(file.read()).contains(state);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
        try (var entries = Files.list(file.path().getParent())) {
            assertThat(entries).containsExactly(file.path());
        }
    }

    @ParameterizedTest
    @CsvSource({"/x/state.json, /x/state", "/x/state, /x/state.d", "/x/../y/a.json, /y/a"})
    void everythingElseIsInADirectoryBesideIt(Path file, Path workDir) {
        assertThat(new StateFile(file).workDir()).isEqualTo(workDir);
    }
}
