package dev.intercepts.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.playground.tour.Report;
import dev.intercepts.playground.tour.Tour;
import dev.intercepts.playground.world.World;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each of the two ways from the cluster to the laptop carries the whole tour on its own, from a cluster without anything of
 * the product to one without anything of the product.
 */
@ExtendWith(Playground.class)
class TourIT {

    @ParameterizedTest
    @ValueSource(strings = {"direct", "relay"})
    void everyStepIsSeen(String route, World world) throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Report report = new Report(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (Laptop before = Laptop.fresh(world, "nothing")) {
            // Other tests leave the Traffic Manager and their workloads' agents behind.
            before.telepresence().run("uninstall", "--everything").ok();
        }
        try (Laptop laptop = Laptop.fresh(world, "nothing");
                Tour tour = new Tour(world.state(), laptop.telepresence(), route, report)) {
            tour.walk();
        }
        report.end();
        String all = printed.toString(StandardCharsets.UTF_8);
        System.out.println(all);
        assertThat(report.allPassed()).as(all).isTrue();
    }
}
