/** The connector's side of the Kubernetes API; fabric8 stays in here. */
@NullMarked
package dev.intercepts.connector.kube;

import org.jspecify.annotations.NullMarked;
