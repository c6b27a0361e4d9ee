package dev.intercepts.benchmarks;

/**
 * One measurement.
 *
 * @param value in the scenario's unit
 * @param cpuSecondsPer100k processor seconds of the contender's processes for 100,000 requests; NaN where requests are not
 *     what counts
 * @param errors answers that were not 2xx, and sockets that failed
 */
record Sample(double value, double cpuSecondsPer100k, long errors) {}
