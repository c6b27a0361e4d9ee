/** The admission webhook: AdmissionReview in and out, and its certificate. */
@NullMarked
package dev.intercepts.manager.webhook;

import org.jspecify.annotations.NullMarked;
