package dev.intercepts.benchmarks;

/** What is measured. */
enum Scenario {
    SMALL_1("100 bytes, 1 connection", "requests/s", true),
    SMALL_32("100 bytes, 32 connections", "requests/s", true),
    SMALL_256("100 bytes, 256 connections", "requests/s", true),
    MEDIUM_32("10 KiB, 32 connections", "requests/s", true),
    OPEN_LOOP("1,000 requests/s, p99", "ms", false),
    DOWNLOAD("1 GiB download", "MiB/s", true);

    private final String title;
    private final String unit;
    private final boolean moreIsBetter;

    Scenario(String title, String unit, boolean moreIsBetter) {
        this.title = title;
        this.unit = unit;
        this.moreIsBetter = moreIsBetter;
    }

    String title() {
        return title;
    }

    String unit() {
        return unit;
    }

    boolean moreIsBetter() {
        return moreIsBetter;
    }
}
