package dev.intercepts.protocol.match;

/**
 * One header must be there with a value in which the expression is found.
 *
 * @param name header name; case is ignored
 * @param regex {@link java.util.regex.Pattern} expression, found anywhere in the value unless it says otherwise; the
 *     first 8 KiB of the value are looked at, and an expression that takes too long there counts as not found
 */
public record HeaderCondition(String name, String regex) {}
