package dev.intercepts.protocol.intercept;

/**
 * Whose intercept it is, for people to read; it grants nothing.
 *
 * @param user the cloud login where there is one, else the laptop's user name
 * @param laptop the laptop's host name
 */
public record Owner(String user, String laptop) {}
