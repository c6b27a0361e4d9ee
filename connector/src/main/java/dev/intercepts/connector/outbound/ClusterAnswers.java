package dev.intercepts.connector.outbound;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers questions for the cluster's names; all others are somebody else's. */
final class ClusterAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterAnswers.class);
    private static final int IPV6_ADDRESS = 28;

    private final ClusterDns dns;
    private final Supplier<ClusterNames> names;

    ClusterAnswers(ClusterDns dns, Supplier<ClusterNames> names) {
        this.dns = dns;
        this.names = names;
    }

    /**
     * Answers; blocks while the cluster is asked.
     *
     * @param limit length of the answer at most
     * @return empty where the laptop's own name server is to be asked
     */
    Optional<byte[]> answer(DnsQuery query, int limit) throws InterruptedException {
        ClusterNames now = names.get();
        ClusterNames.Lookup lookup = now.lookup(query.name());
        for (String name : lookup.names()) {
            try {
                DnsReply reply = dns.ask(name, query.type());
                if (reply.code() == DnsQuery.OK) {
                    return Optional.of(query.reply(DnsQuery.OK, reachable(reply.answers(), now), limit));
                }
                if (reply.code() != DnsQuery.NO_SUCH_NAME && lookup.clustersAlone()) {
                    return Optional.of(query.reply(reply.code(), List.of(), limit));
                }
            } catch (IOException e) {
                LOG.atDebug().addKeyValue("name", name).setCause(e).log("the cluster's name server does not answer");
                return lookup.clustersAlone()
                        ? Optional.of(query.reply(DnsQuery.SERVER_FAILED, List.of(), limit))
                        : Optional.empty();
            }
        }
        return lookup.clustersAlone()
                ? Optional.of(query.reply(DnsQuery.NO_SUCH_NAME, List.of(), limit))
                : Optional.empty();
    }

    /** A program that is told an IPv6 address tries it first; so none is told where none is led into the cluster. */
    private static List<DnsQuery.Answer> reachable(List<DnsQuery.Answer> answers, ClusterNames now) {
        boolean ipv6 = now.ranges().stream().anyMatch(range -> !range.isIpv4());
        return answers.stream()
                .filter(answer -> ipv6 || answer.type() != IPV6_ADDRESS)
                .toList();
    }
}
