/** The Kubernetes API by fabric8; nothing outside of this package knows of fabric8. */
@NullMarked
package dev.intercepts.manager.kube;

import org.jspecify.annotations.NullMarked;
