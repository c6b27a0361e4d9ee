package dev.intercepts.connector.users;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Whose program is at the other end of a loopback connection: the kernel's tables of TCP sockets say (proc_net(5)). */
final class SocketOwners {

    /** For IPv4, and for sockets that speak IPv4 though they could speak IPv6. */
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

    private SocketOwners() {}

    /**
     * The number of the user whose program connected; blocks. Empty where it is not known: the program has closed the socket already, or
     * it is on another machine.
     *
     * @param program the connection's end at the program, IPv4
     * @param us our end, IPv4
     */
    static OptionalInt find(InetSocketAddress program, InetSocketAddress us) throws IOException {
        for (Path table : TABLES) {
            try (BufferedReader lines = Files.newBufferedReader(table, StandardCharsets.US_ASCII)) {
                OptionalInt owner = find(lines.lines(), program, us);
                if (owner.isPresent()) {
                    return owner;
                }
            } catch (NoSuchFileException e) {
                // A kernel without IPv6.
                continue;
            }
        }
        return OptionalInt.empty();
    }

    /** The same, in the lines of a table. */
    static OptionalInt find(Stream<String> lines, InetSocketAddress program, InetSocketAddress us) {
        List<String> pairs = new ArrayList<>();
        for (String before : List.of("", hex(0) + hex(0) + hex(bytes(0, 0, 0xff, 0xff)))) {
            pairs.add(" " + before + written(program) + " " + before + written(us) + " ");
        }
        return lines.filter(line -> pairs.stream().anyMatch(line::contains))
                .map(line -> line.strip().split("\\s+"))
                // One that is closed belongs to nobody any more, and is shown as if it were root's.
                .filter(fields -> fields.length > 9 && !fields[9].equals("0"))
                .mapToInt(fields -> Integer.parseInt(fields[7]))
                .findFirst();
    }

    private static String written(InetSocketAddress address) {
        int bytes = bytes(address.getAddress().getAddress());
        return hex(bytes) + ":" + "%04X".formatted(address.getPort());
    }

    /** Addresses are written as numbers in the machine's own order. */
    private static int bytes(byte... bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getInt();
    }

    private static int bytes(int a, int b, int c, int d) {
        return bytes(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d});
    }

    private static String hex(int number) {
        return "%08X".formatted(number);
    }
}
