package dev.intercepts.cloud.identity;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;

/** Says of any credential whether it is still good; for whatever outlives the request that brought it. */
@Service
public class Credentials {

    private final Map<Credential.Kind, CredentialSource> sources;

    Credentials(List<CredentialSource> sources) {
        this.sources = sources.stream().collect(Collectors.toMap(CredentialSource::kind, Function.identity()));
    }

    /**
     * Whom a credential speaks for now. Asks the database, and once an hour GitHub, so it blocks.
     *
     * @return empty where it has ended, or its person no longer belongs to the organization
     */
    public Optional<Person> holder(Credential credential) {
        return Optional.ofNullable(sources.get(credential.kind())).flatMap(source -> source.holder(credential.id()));
    }
}
