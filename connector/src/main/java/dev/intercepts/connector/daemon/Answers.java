package dev.intercepts.connector.daemon;

import dev.intercepts.connector.contract.IngressOptions;
import dev.intercepts.connector.files.State;
import dev.intercepts.connector.files.StateFile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The last answers to the questions on the ingress, remembered for each cluster. Only those that a person had to correct: what was
 * found for one workload is not right for the next.
 */
final class Answers {

    private final StateFile<State.Answers> file;
    private final Map<String, IngressOptions> found = new ConcurrentHashMap<>();

    Answers(StateFile<State.Answers> file) {
        this.file = file;
    }

    /**
     * What to offer: the last answers, and what was found where there are none.
     *
     * @param workload whose ingress it is, with its namespace
     */
    IngressOptions offer(String clusterUid, String workload, IngressOptions foundNow) {
        found.put(clusterUid + " " + workload, foundNow);
        IngressOptions last = all().getOrDefault(clusterUid, IngressOptions.NONE);
        return last.or(foundNow);
    }

    /** Keeps them for the next time, or forgets the last ones where these are what was found. */
    void remember(String clusterUid, String workload, IngressOptions answers) {
        Map<String, IngressOptions> next = new LinkedHashMap<>(all());
        IngressOptions known = found.getOrDefault(clusterUid + " " + workload, IngressOptions.NONE);
        // Without another one, the layer-5 host name is the address.
        if (answers.equals(known.or(new IngressOptions(null, null, null, known.host())))) {
            next.remove(clusterUid);
        } else {
            next.put(clusterUid, answers);
        }
        if (!next.equals(all())) {
            file.write(new State.Answers(next));
        }
    }

    private Map<String, IngressOptions> all() {
        return file.read().map(State.Answers::byCluster).orElse(Map.of());
    }
}
