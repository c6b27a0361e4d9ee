package dev.intercepts.connector.contract;

import java.util.List;

/**
 * How programs on the laptop are to reach the cluster.
 *
 * @param proxyOnly whether the laptop's network is left alone
 * @param sudo whether the right to redirect connections may be had by {@code sudo}
 * @param allowConflicting ranges of the cluster, as {@code 10.96.0.0/12}, that are led there though the laptop uses addresses of them
 */
public record NetworkOptions(boolean proxyOnly, boolean sudo, List<String> allowConflicting) {

    public static final NetworkOptions DEFAULT = new NetworkOptions(false, false, List.of());
}
