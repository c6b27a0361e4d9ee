package dev.intercepts.playground.kube;

import java.nio.file.Path;

/**
 * A container that runs.
 *
 * @param namespace of the pod
 * @param pod its name
 * @param container name of the container
 * @param image what it runs
 * @param ip the pod's address, 127.x.y.z
 * @param pid of the local process
 * @param log where its output goes
 */
public record PodProcess(String namespace, String pod, String container, String image, String ip, long pid, Path log) {}
