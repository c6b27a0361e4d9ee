package dev.intercepts.connector.daemon;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What this laptop is called. */
final class HostName {

    private HostName() {}

    /** {@code HOSTNAME} of the environment, else the system's, else what its address resolves to. */
    static String current(Map<String, String> environment) {
        String variable = environment.getOrDefault("HOSTNAME", "").strip();
        if (!variable.isEmpty()) {
            return variable;
        }
        try {
            String file = Files.readString(Path.of("/etc/hostname")).strip();
            if (!file.isEmpty()) {
                return file;
            }
        } catch (IOException e) {
            return resolved();
        }
        return resolved();
    }

    private static String resolved() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "laptop";
        }
    }
}
