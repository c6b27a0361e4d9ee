package dev.intercepts.connector.proxy;

/**
 * What a program asks of the proxy.
 *
 * @param host name or address, without brackets
 * @param port 1-65535
 * @param answer what to say to the program once the way is open
 * @param firstBytes what to send on before anything else
 */
record ProxyRequest(String host, int port, byte[] answer, byte[] firstBytes) {

    /** {@code host:port}, IPv6 addresses in brackets. */
    static String authority(String host, int port) {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
