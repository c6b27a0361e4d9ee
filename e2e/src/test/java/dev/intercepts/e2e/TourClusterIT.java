package dev.intercepts.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.playground.tour.Report;
import dev.intercepts.playground.tour.Tour;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The tour, unchanged, on a real cluster; it begins and ends without anything of the product in it. */
@OnCluster
class TourClusterIT {

    private final RealCluster cluster;

    TourClusterIT(RealCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void everyStepIsSeen() throws IOException {
        try (Laptop before = Laptop.fresh(cluster.world(), "nothing")) {
            before.telepresence().run("uninstall", "--everything").ok();
        }
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Report report = new Report(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (Laptop laptop = Laptop.fresh(cluster.world(), "nothing");
                Tour tour = new Tour(cluster.state(), laptop.telepresence(), "auto", report)) {
            tour.walk();
        }
        report.end();
        String all = printed.toString(StandardCharsets.UTF_8);
        System.out.println(all);
        assertThat(report.allPassed()).as(all).isTrue();
    }
}
