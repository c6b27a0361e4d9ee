package dev.intercepts.connector.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.connector.kube.StoredIntercept;
import dev.intercepts.protocol.intercept.InterceptSpec;
import dev.intercepts.protocol.intercept.LocalTarget;
import dev.intercepts.protocol.intercept.Mechanism;
import dev.intercepts.protocol.intercept.Owner;
import dev.intercepts.protocol.intercept.RoutePreference;
import dev.intercepts.protocol.intercept.Workload;
import dev.intercepts.protocol.intercept.WorkloadKind;
import dev.intercepts.protocol.match.Match;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FullNamesTest {

    private static final String OURS = "0123456789abcdef0123456789abcdef";

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "hello, ada, hello; hello-ada; hello-012345",
                "hello, Ada.Lovelace@acme, hello; hello-ada-lovelace-acme; hello-012345",
                "hello, ---, hello; hello-012345",
                "hello-world-hello-world-hello-world-hello-world-hello-world-hel, ada, "
                        + "hello-world-hello-world-hello-world-hello-world-hello-world-hel",
            })
    void candidates(String plain, String user, String expected) {
        assertThat(FullNames.candidates(plain, user, OURS)).containsExactly(expected.split("; "));
    }

    @ParameterizedTest
    @CsvSource({
        // held by this laptop | in the cluster, by whom | chosen
        "'', '', hello",
        "'', hello=ours, hello",
        "'', hello=theirs, hello-ada",
        "hello-ada, '', hello-ada",
        "hello-ada, hello-ada=ours, hello-ada",
        "'', hello=theirs hello-ada=theirs, hello-012345",
        "'', hello=theirs hello-ada=theirs hello-012345=theirs, hello",
        "hello, hello=theirs, hello",
    })
    void theFirstThatIsOursOrFree(String held, String there, String expected) {
        Map<String, String> owners = there.isEmpty()
                ? Map.of()
                : Map.ofEntries(java.util.Arrays.stream(there.split(" "))
                        .map(each -> Map.entry(each.split("=")[0], each.split("=")[1]))
                        .toArray(Map.Entry[]::new));
        FullNames.Chosen chosen = FullNames.choose(
                FullNames.candidates("hello", "ada", OURS),
                Set.of(held)::contains,
                name -> Optional.ofNullable(owners.get(name)).map(owner -> stored(name, owner)),
                stored -> stored.spec().sessionId().equals("ours"));
        assertThat(chosen.name()).isEqualTo(expected);
        assertThat(chosen.there() != null).isEqualTo(owners.containsKey(expected));
    }

    @Test
    void whereOnlyOneIsWantedItIsThatOne() {
        FullNames.Chosen chosen = FullNames.choose(
                List.of("hello"), name -> false, name -> Optional.of(stored(name, "theirs")), stored -> false);
        assertThat(chosen.name()).isEqualTo("hello");
    }

    private static StoredIntercept stored(String name, String session) {
        InterceptSpec spec = new InterceptSpec(
                new Workload(WorkloadKind.Deployment, "hello"),
                null,
                null,
                Mechanism.HTTP,
                Match.ALL,
                new LocalTarget("127.0.0.1", 9000),
                session,
                new Owner("ben", "bens-laptop"),
                RoutePreference.AUTO,
                null,
                null);
        return new StoredIntercept("default", name, 1, spec, null, null);
    }
}
