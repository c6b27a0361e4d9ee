package dev.intercepts.cloud.apikeys;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Rows of {@code api_keys}. */
interface ApiKeyRows extends Repository<ApiKeyRow, UUID> {

    ApiKeyRow save(ApiKeyRow row);

    Optional<ApiKeyRow> findById(UUID id);

    Optional<ApiKeyRow> findBySecretHash(String hash);

    Optional<ApiKeyRow> findByIdAndOrganizationIdAndRevokedAtIsNull(UUID id, UUID organizationId);

    List<ApiKeyRow> findByOrganizationIdAndRevokedAtIsNullOrderByCreatedAtDescIdDesc(UUID organizationId, Limit limit);

    /** Those after one that was listed last. */
    @Query("""
            select k from ApiKeyRow k
            where k.organizationId = :organization and k.revokedAt is null
              and (k.createdAt < :createdAt or (k.createdAt = :createdAt and k.id < :id))
            order by k.createdAt desc, k.id desc""")
    List<ApiKeyRow> after(UUID organization, Instant createdAt, UUID id, Limit limit);

    /** Notes a use, at most once in so long. */
    @Transactional
    @Modifying
    @Query("""
            update ApiKeyRow k set k.lastUsedAt = :now
            where k.id = :id and (k.lastUsedAt is null or k.lastUsedAt < :before)""")
    int used(UUID id, Instant now, Instant before);

    /** Revokes; says whether it was this call that did. */
    @Modifying
    @Query("update ApiKeyRow k set k.revokedAt = :now where k.id = :id and k.revokedAt is null")
    int revoke(UUID id, Instant now);
}
