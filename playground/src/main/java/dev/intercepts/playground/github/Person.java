package dev.intercepts.playground.github;

/**
 * Somebody with an account.
 *
 * @param id as in the REST API
 * @param login the account's name
 * @param name as the person wants to be called
 */
public record Person(long id, String login, String name) {}
