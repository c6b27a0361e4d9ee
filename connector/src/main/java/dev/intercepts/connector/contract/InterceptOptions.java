package dev.intercepts.connector.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The flags of {@code telepresence intercept} as they were given.
 *
 * @param name base name
 * @param port {@code LOCAL[:SERVICE_PORT]}
 * @param deployment {@code --deployment}
 * @param workload {@code --workload KIND/NAME}
 * @param service {@code --service}
 * @param mechanism {@code tcp} or {@code http}
 * @param httpMatch {@code auto}, {@code all} or {@code HEADER=REGEX}, each
 * @param httpPathPrefix what paths must begin with
 * @param previewUrl whether a preview URL is wanted
 * @param ingress how previews enter the cluster
 * @param address where on the laptop, {@code 127.0.0.1} if not given
 * @param replaceExisting take the name over from another laptop
 * @param route {@code auto}, {@code direct} or {@code relay}
 * @param localServerExpected whether to warn where nothing listens on the local port
 */
public record InterceptOptions(
        String name,
        String port,
        @Nullable String deployment,
        @Nullable String workload,
        @Nullable String service,
        @Nullable String mechanism,
        List<String> httpMatch,
        @Nullable String httpPathPrefix,
        @Nullable Boolean previewUrl,
        IngressOptions ingress,
        @Nullable String address,
        boolean replaceExisting,
        @Nullable String route,
        boolean localServerExpected) {

    public InterceptOptions {
        httpMatch = List.copyOf(httpMatch);
    }

    /** The same with the answers to the questions on the ingress. */
    public InterceptOptions withIngress(IngressOptions answers) {
        return new InterceptOptions(
                name,
                port,
                deployment,
                workload,
                service,
                mechanism,
                httpMatch,
                httpPathPrefix,
                previewUrl,
                answers,
                address,
                replaceExisting,
                route,
                localServerExpected);
    }
}
