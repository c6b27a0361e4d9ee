package dev.intercepts.cloud.api;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Changes something only while it is what the client has seen: {@code If-Match} and {@code If-None-Match: *}. */
@Component
class Preconditions {

    private final TransactionTemplate transaction;
    private final JsonMapper json;

    Preconditions(TransactionTemplate transaction, JsonMapper json) {
        this.transaction = transaction;
        this.json = json;
    }

    /**
     * What a client demands.
     *
     * @param ifMatch the tag that is to be there still; {@code null}: whatever is there
     * @param ifNoneMatch {@code *}: nothing is to be there yet; {@code null}: that does not matter
     */
    record Demand(@Nullable String ifMatch, @Nullable String ifNoneMatch) {

        static Demand ifMatch(@Nullable String tag) {
            return new Demand(tag, null);
        }

        boolean none() {
            return ifMatch == null && ifNoneMatch == null;
        }
    }

    /**
     * Changes something. Between looking and changing nobody else changes it.
     *
     * @param id what is to be changed
     * @param lock keeps it as it is until the end of the transaction
     * @param current its representation now, if it is there
     * @param change changes it
     * @throws PreconditionFailedException where it is not what the client demands
     */
    <T extends @Nullable Object> T change(
            Demand demand, UUID id, Consumer<UUID> lock, Supplier<Optional<?>> current, Supplier<T> change) {
        if (demand.none()) {
            return change.get();
        }
        return transaction.execute(status -> {
            lock.accept(id);
            check(
                    demand,
                    current.get()
                            .map(json::writeValueAsBytes)
                            .map(EntityTag::of)
                            .orElse(null));
            return change.get();
        });
    }

    private static void check(Demand demand, @Nullable String tag) {
        String ifMatch = demand.ifMatch();
        if (ifMatch != null && !EntityTag.named(ifMatch, tag, false)) {
            throw new PreconditionFailedException(
                    "It is not what If-Match names any more; get it again, and decide again");
        }
        String ifNoneMatch = demand.ifNoneMatch();
        if (ifNoneMatch != null && EntityTag.named(ifNoneMatch, tag, true)) {
            throw new PreconditionFailedException("It is there already, and If-None-Match demands that it is not");
        }
    }
}
