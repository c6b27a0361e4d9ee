package dev.intercepts.connector.outbound;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * By what right this process changes the laptop's network. nft alone runs with it; nothing of ours does.
 *
 * @param user number of the user that runs this process; -1 where the system is not Linux
 * @param netAdmin whether it has {@code CAP_NET_ADMIN} (capabilities(7)) itself
 */
public record NetworkRights(int user, boolean netAdmin) {

    private static final int CAP_NET_ADMIN = 12;

    /** Those of this process; none where the system is not Linux. */
    public static NetworkRights current() {
        try {
            return of(Files.readAllLines(Path.of("/proc/self/status")));
        } catch (IOException e) {
            return new NetworkRights(-1, false);
        }
    }

    /** Reads {@code /proc/PID/status}. */
    static NetworkRights of(List<String> status) {
        int user = -1;
        boolean netAdmin = false;
        for (String line : status) {
            String[] fields = line.split("\\s+");
            if (fields[0].equals("Uid:") && fields.length >= 3) {
                user = Integer.parseInt(fields[2]);
            } else if (fields[0].equals("CapEff:") && fields.length == 2) {
                netAdmin = (Long.parseUnsignedLong(fields[1], 16) >> CAP_NET_ADMIN & 1) == 1;
            }
        }
        return new NetworkRights(user, netAdmin);
    }

    /**
     * Whose programs are led into the cluster with this user's rights there: their own, root's, which could take them anyway, and
     * where root runs this for somebody by sudo, theirs. None where the system is not Linux.
     */
    public Set<Integer> users(Map<String, String> environment) {
        if (user < 0) {
            return Set.of();
        }
        Set<Integer> users = new TreeSet<>(List.of(0, user));
        String behindSudo = environment.getOrDefault("SUDO_UID", "");
        if (user == 0 && behindSudo.matches("\\d{1,9}")) {
            users.add(Integer.parseInt(behindSudo));
        }
        return users;
    }

    /** A program in one of the usual places; those for administrators are often not on a user's path. */
    static Optional<String> program(String name, Map<String, String> environment) {
        List<String> places =
                new ArrayList<>(List.of(environment.getOrDefault("PATH", "").split(":")));
        places.addAll(List.of("/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/bin"));
        return places.stream()
                .filter(place -> place.startsWith("/"))
                .map(place -> Path.of(place, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}
