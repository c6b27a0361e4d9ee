package dev.intercepts.connector.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.connector.contract.IngressOptions;
import dev.intercepts.connector.files.State;
import dev.intercepts.connector.files.StateFile;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswersTest {

    private static final IngressOptions HELLO = new IngressOptions("hello.default", 80, false, null);
    private static final IngressOptions ORDERS = new IngressOptions("orders.default", 80, false, null);
    private static final IngressOptions TYPED = new IngressOptions("10.0.0.1", 443, true, "shop.example");

    @TempDir
    Path directory;

    private Answers answers;

    @BeforeEach
    void open() {
        answers = new Answers(new StateFile<>(directory.resolve("ingress.json"), State.Answers.class));
    }

    @Test
    void whatWasFoundForOneWorkloadIsNotOfferedForTheNext() {
        assertThat(answers.offer("uid", "default/hello", HELLO)).isEqualTo(HELLO);
        answers.remember("uid", "default/hello", new IngressOptions("hello.default", 80, false, "hello.default"));

        assertThat(answers.offer("uid", "default/orders", ORDERS)).isEqualTo(ORDERS);
        assertThat(directory.resolve("ingress.json")).doesNotExist();
    }

    @Test
    void whatAPersonSaidIsOfferedForEachWorkloadOfThatCluster() {
        answers.offer("uid", "default/hello", HELLO);
        answers.remember("uid", "default/hello", TYPED);

        assertThat(answers.offer("uid", "default/orders", ORDERS)).isEqualTo(TYPED);
        assertThat(answers.offer("other", "default/orders", ORDERS)).isEqualTo(ORDERS);
    }

    @Test
    void whoeverGoesBackToWhatWasFoundIsNotAskedToAgain() {
        answers.offer("uid", "default/hello", HELLO);
        answers.remember("uid", "default/hello", TYPED);
        answers.offer("uid", "default/hello", HELLO);
        answers.remember("uid", "default/hello", new IngressOptions("hello.default", 80, false, "hello.default"));

        assertThat(answers.offer("uid", "default/orders", ORDERS)).isEqualTo(ORDERS);
    }

    @Test
    void flagsAloneAreRememberedToo() {
        answers.remember("uid", "default/hello", TYPED);

        assertThat(answers.offer("uid", "default/hello", HELLO)).isEqualTo(TYPED);
    }
}
