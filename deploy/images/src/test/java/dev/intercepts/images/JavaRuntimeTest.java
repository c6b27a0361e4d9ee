package dev.intercepts.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaRuntimeTest {

    @TempDir
    Path directory;

    @Test
    void whatALibraryNeedsIsReadFromIt() throws Exception {
        byte[] text = "\u007fELF\0libc.so.6\0libstdc++.so.6\0".getBytes(StandardCharsets.ISO_8859_1);
        Path library = Files.write(directory.resolve("libjvm.so"), text);
        assertThat(JavaRuntime.needsCppLibrary(library)).isTrue();

        Files.write(library, "\u007fELF\0libc.so.6\0".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(JavaRuntime.needsCppLibrary(library)).isFalse();
    }
}
