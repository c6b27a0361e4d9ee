package dev.intercepts.connector.proxy;

/** Names as programs on the laptop use them, made into names that the Traffic Manager resolves the same way. */
public final class ClusterHosts {

    private ClusterHosts() {}

    /**
     * A name without a dot means a Service of the namespace that is intercepted, not one of the Traffic Manager's own.
     *
     * @param namespace where short names are looked up
     */
    public static String resolve(String host, String namespace) {
        boolean shortName = host.indexOf('.') < 0 && host.indexOf(':') < 0 && !host.equalsIgnoreCase("localhost");
        return shortName ? host + "." + namespace : host;
    }
}
