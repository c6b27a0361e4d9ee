package dev.intercepts.connector.daemon;

import dev.intercepts.connector.contract.IngressOptions;
import dev.intercepts.connector.files.State;
import dev.intercepts.connector.files.StateFile;
import java.util.LinkedHashMap;
import java.util.Map;

/** The last answers to the questions on the ingress, remembered for each cluster. */
final class Answers {

    private final StateFile<State.Answers> file;

    Answers(StateFile<State.Answers> file) {
        this.file = file;
    }

    /** The last ones; none at first. */
    IngressOptions of(String clusterUid) {
        return file.read().map(answers -> answers.byCluster().get(clusterUid)).orElse(IngressOptions.NONE);
    }

    /** Keeps them for the next time. */
    void remember(String clusterUid, IngressOptions answers) {
        Map<String, IngressOptions> all =
                new LinkedHashMap<>(file.read().map(State.Answers::byCluster).orElse(Map.of()));
        if (!answers.equals(all.put(clusterUid, answers))) {
            file.write(new State.Answers(all));
        }
    }
}
