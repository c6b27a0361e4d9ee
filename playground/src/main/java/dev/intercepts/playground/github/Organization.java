package dev.intercepts.playground.github;

/**
 * An organization.
 *
 * @param id as in the REST API
 * @param login the organization's name in addresses
 * @param description one sentence
 */
public record Organization(long id, String login, String description) {}
