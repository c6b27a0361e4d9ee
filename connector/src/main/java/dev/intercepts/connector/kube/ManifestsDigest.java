package dev.intercepts.connector.kube;

import dev.intercepts.connector.contract.InstallOptions;
import dev.intercepts.connector.json.Json;
import dev.intercepts.protocol.cluster.ClusterNames;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which manifests these are, whatever the version and the settings: two builds whose digests differ install something else. The
 * build notes it down, since each {@code connect} asks for it and rendering all of them is a tenth of its work.
 */
final class ManifestsDigest {

    /** Eight bytes tell any two apart that there will be. */
    private static final int BYTES = 8;

    private ManifestsDigest() {}

    /** As the build has noted it down, or worked out where none has. */
    static String of(ManagerScope scope) {
        try (InputStream noted = ManifestsDigest.class.getResourceAsStream(file(scope))) {
            return noted == null ? workedOut(scope) : new String(noted.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String workedOut(ManagerScope scope) {
        InstallSettings settings = InstallSettings.DEFAULTS.with(InstallOptions.NONE.withScope(scope.name()));
        Object all = canonical(Manifests.of("", settings, ClusterNames.NAMESPACE, ""));
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(Json.write(all).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For the build: notes them down beside this class, in the directory of classes that is named. */
    public static void main(String[] args) throws IOException {
        Path beside = Files.createDirectories(
                Path.of(args[0], ManifestsDigest.class.getPackageName().split("\\.")));
        for (ManagerScope scope : ManagerScope.values()) {
            Files.writeString(beside.resolve(file(scope)), workedOut(scope));
        }
    }

    private static String file(ManagerScope scope) {
        return "manifests." + scope + ".digest";
    }

    /** An object as plain values, its members in the order of their names. */
    static @Nullable Object canonical(Object object) {
        return sorted(Json.parse(new KubernetesSerialization().asJson(object)));
    }

    private static @Nullable Object sorted(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> members = new TreeMap<>();
                map.forEach((name, member) -> members.put(String.valueOf(name), sorted(member)));
                yield members;
            }
            case List<?> items -> items.stream().map(ManifestsDigest::sorted).toList();
            case null -> null;
            default -> value;
        };
    }
}
