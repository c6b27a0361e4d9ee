package dev.intercepts.playground.world;

import java.util.List;
import java.util.Map;

/**
 * A playground that runs.
 *
 * @param cloudUrl the hosted service and its dashboard
 * @param previewDomain below which each preview has its label
 * @param edgePort of the preview edge, on loopback
 * @param githubUrl the stand-in for GitHub
 * @param kubeconfig file for {@code kubectl} and the like
 * @param configDir for {@code bin/telepresence --config}
 * @param ingressUrl the cluster's front door, whose pages are the shop's under host {@code ingressHost}
 * @param ingressHost host name of the shop's ingress rule
 * @param people login → organizations
 * @param pids name → process: {@code playground}, {@code cloud}, {@code pod/<namespace>/<pod>/<container>}
 * @param started name → when that process began, in milliseconds since 1970; tells it from a later one of the same number
 */
public record WorldState(
        String cloudUrl,
        String previewDomain,
        int edgePort,
        String githubUrl,
        String kubeconfig,
        String configDir,
        String ingressUrl,
        String ingressHost,
        Map<String, List<String>> people,
        Map<String, Long> pids,
        Map<String, Long> started) {}
