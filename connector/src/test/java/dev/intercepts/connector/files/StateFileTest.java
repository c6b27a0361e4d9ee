package dev.intercepts.connector.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intercepts.connector.contract.FailureException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {

    record Value(String text) {}

    @TempDir
    Path directory;

    private StateFile<Value> file() {
        return new StateFile<>(directory.resolve("value.json"), Value.class);
    }

    @Test
    void keepsARecordForTheOwnerOnly() throws Exception {
        assertThat(file().read()).isEmpty();

        file().write(new Value("one"));
        file().write(new Value("two"));

        assertThat(file().read()).contains(new Value("two"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("value.json"))))
                .isEqualTo("rw-------");
        assertThat(directory).isDirectoryNotContaining(path -> path.toString().endsWith(".new"));
        file().remove();
        file().remove();
        assertThat(file().read()).isEmpty();
    }

    @Test
    void aWriteThatFailsLeavesWhatWasThere() throws Exception {
        file().write(new Value("one"));
        // Something in the way of the new file stands for a disk that takes no more.
        Path inTheWay = Files.createDirectories(directory.resolve("value.json.new/full"));

        assertThatThrownBy(() -> file().write(new Value("two")))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining("value.json cannot be written")
                .hasMessageContaining("nothing was changed");

        assertThat(inTheWay).exists();
        assertThat(file().read()).contains(new Value("one"));
    }

    @Test
    void whatCannotBeReadIsNotOverwrittenInSilence() throws Exception {
        Files.writeString(directory.resolve("value.json"), "{\"text\":");

        assertThatThrownBy(() -> file().read())
                .isInstanceOf(FailureException.class)
                .hasMessageContaining("value.json");
    }

    @Test
    void theDirectoryFollowsXdg() {
        assertThat(ConfigDirectory.of(null, Map.of(), "/home/ada").path()).hasToString("/home/ada/.config/intercepts");
        assertThat(ConfigDirectory.of(null, Map.of("XDG_CONFIG_HOME", "/x"), "/home/ada")
                        .path())
                .hasToString("/x/intercepts");
        assertThat(ConfigDirectory.of(null, Map.of("XDG_CONFIG_HOME", "relative"), "/home/ada")
                        .path())
                .hasToString("/home/ada/.config/intercepts");
        assertThat(ConfigDirectory.of("/a/../b", Map.of("XDG_CONFIG_HOME", "/x"), "/home/ada")
                        .path())
                .hasToString("/b");
        assertThat(new ConfigDirectory(Path.of("/" + "x".repeat(100))).socketFits())
                .isFalse();
        assertThat(new ConfigDirectory(Path.of("/home/ada/.config/intercepts")).socketFits())
                .isTrue();
    }
}
