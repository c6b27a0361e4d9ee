package dev.intercepts.cloud.login;

import java.util.UUID;

/** Somebody signed out; what hangs on their session ends with it. */
public record SignedOut(UUID userId) {}
