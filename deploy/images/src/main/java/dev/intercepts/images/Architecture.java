package dev.intercepts.images;

import java.util.List;

/** A processor architecture that images are built for, as container platforms name it. */
enum Architecture {
    AMD64("linux-x86_64", "x86_64"),
    ARM64("linux-aarch_64", "aarch_64");

    private static final List<String> ELSEWHERE = List.of("-osx-", "-windows-", "-macos-");

    private final String classifier;
    private final String suffix;

    Architecture(String classifier, String suffix) {
        this.classifier = classifier;
        this.suffix = suffix;
    }

    /** This machine's. */
    static Architecture here() {
        return of(System.getProperty("os.arch", ""));
    }

    /**
     * By the name that Java or a container platform gives it.
     *
     * @throws IllegalArgumentException for another one
     */
    static Architecture of(String name) {
        return switch (name) {
            case "amd64", "x86_64" -> AMD64;
            case "arm64", "aarch64" -> ARM64;
            default -> throw new IllegalArgumentException("architecture: " + name + " (expected: amd64 or arm64)");
        };
    }

    /** As in an image's platform: {@code amd64}. */
    String platform() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Whether a library of that file name is of use here: it holds no native code, or native code for this. */
    boolean runs(String jar) {
        if (ELSEWHERE.stream().anyMatch(jar::contains)) {
            return false;
        }
        for (Architecture other : values()) {
            if (other != this && (jar.contains(other.classifier) || jar.contains(other.jniName()))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a file within a jar is Netty's native code for this. */
    boolean nettyLibrary(String entry) {
        return entry.startsWith("META-INF/native/libnetty_") && entry.endsWith("_" + suffix + ".so");
    }

    private String jniName() {
        return this == AMD64 ? "native-linux-x86_64" : "native-linux-aarch64";
    }
}
