package dev.intercepts.cloud.security;

import dev.intercepts.cloud.settings.HostedSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SecurityBeans {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    SecureRandom secureRandom() {
        return new SecureRandom();
    }

    @Bean
    Secrets secrets(SecureRandom random) {
        return new Secrets(random);
    }

    @Bean
    Encryption encryption(HostedSettings settings, SecureRandom random) throws IOException {
        String configured = settings.secretKey();
        byte[] key = configured == null || configured.isBlank()
                ? generated(settings.dataDir().resolve("secret-key"), random)
                : Base64.getDecoder().decode(configured.strip());
        List<byte[]> earlier = settings.earlierSecretKeys().stream()
                .map(text -> Base64.getDecoder().decode(text.strip()))
                .toList();
        return new Encryption(key, earlier, random);
    }

    /** Made once, readable by its owner only. */
    private static byte[] generated(Path file, SecureRandom random) throws IOException {
        if (!Files.exists(file)) {
            byte[] key = new byte[32];
            random.nextBytes(key);
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, Base64.getEncoder().encodeToString(key), StandardOpenOption.WRITE);
        }
        return Base64.getDecoder().decode(Files.readString(file).strip());
    }
}
