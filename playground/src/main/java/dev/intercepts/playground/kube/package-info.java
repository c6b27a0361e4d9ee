/**
 * A Kubernetes in one process: API server, controllers, kubelet and service proxy, whose pods are local processes.
 *
 * <p>{@link dev.intercepts.playground.kube.InMemoryCluster} is the way in; everything else is a part of it.
 */
@NullMarked
package dev.intercepts.playground.kube;

import org.jspecify.annotations.NullMarked;
