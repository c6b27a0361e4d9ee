package dev.intercepts.cloud.oauth;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Rows of {@code device_logins}. */
interface DeviceLoginRows extends Repository<DeviceLoginRow, String> {

    DeviceLoginRow save(DeviceLoginRow row);

    Optional<DeviceLoginRow> findById(String id);

    /** Locks the row: of two questions at once only one may get the tokens. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    Optional<DeviceLoginRow> findByDeviceHash(String hash);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    Optional<DeviceLoginRow> findByUserCodeHash(String hash);

    @Modifying
    @Query("delete from DeviceLoginRow d where d.id = :id")
    int deleteIfThere(String id);

    @Modifying
    @Query("delete from DeviceLoginRow d where d.expiresAt < :before")
    int deleteExpired(Instant before);
}
