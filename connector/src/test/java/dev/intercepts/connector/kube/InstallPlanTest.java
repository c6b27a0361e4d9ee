package dev.intercepts.connector.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intercepts.connector.contract.InstallOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstallPlanTest {

    private static final InstallSettings DEFAULTS = InstallSettings.DEFAULTS;

    private static InstallOptions registry(String prefix) {
        return new InstallOptions(prefix, null, null, List.of(), null, null);
    }

    private static InstallOptions tag(String tag) {
        return new InstallOptions(null, tag, null, List.of(), null, null);
    }

    private static Installed installed(String version, InstallSettings settings) {
        return new Installed(version, settings, ManifestsDigest.of(ManagerScope.cluster), true, null);
    }

    private static InstallPlan plan(@Nullable Installed there, InstallOptions asked, InstallOptions configured) {
        return InstallPlan.of(there, asked, configured, "0.2.0");
    }

    private static String said(InstallPlan plan) {
        return switch (plan) {
            case InstallPlan.Keep(String warning) -> warning;
            case InstallPlan.Refuse(var failure) -> failure.message() + "; " + failure.hint();
            case InstallPlan.Apply apply -> apply.otherwise();
        };
    }

    @Test
    void aNewOneIsAsTheOptionsSayAndBehindThemTheFile() {
        assertThat(plan(null, InstallOptions.NONE, InstallOptions.NONE))
                .isInstanceOfSatisfying(InstallPlan.Apply.class, apply -> {
                    assertThat(apply.settings()).isEqualTo(DEFAULTS);
                    assertThat(apply.wanted()).isTrue();
                });
        assertThat(plan(null, tag("t1"), registry("registry/file")))
                .isInstanceOfSatisfying(
                        InstallPlan.Apply.class,
                        apply -> assertThat(apply.settings())
                                .isEqualTo(new InstallSettings(
                                        "registry/file", "t1", "", List.of(), 2, ManagerScope.cluster)));
        assertThat(plan(null, registry("registry/option"), registry("registry/file")))
                .isInstanceOfSatisfying(
                        InstallPlan.Apply.class,
                        apply -> assertThat(apply.settings().registry()).isEqualTo("registry/option"));
    }

    @Test
    void theSameStaysAsItIs() {
        assertThat(plan(installed("0.2.0", DEFAULTS), InstallOptions.NONE, InstallOptions.NONE))
                .isEqualTo(new InstallPlan.Keep(""));
        InstallSettings chosen = DEFAULTS.with(registry("registry/team"));
        assertThat(plan(installed("0.2.0", chosen), registry("registry/team"), InstallOptions.NONE))
                .isEqualTo(new InstallPlan.Keep(""));
    }

    @Test
    void anotherLaptopDoesNotChangeWhatWasChosenAndIsTold() {
        InstallSettings chosen = DEFAULTS.with(registry("registry/team"));
        assertThat(plan(installed("0.2.0", chosen), InstallOptions.NONE, InstallOptions.NONE))
                .isEqualTo(new InstallPlan.Keep(""));
        assertThat(plan(installed("0.2.0", chosen), InstallOptions.NONE, registry("registry/other")))
                .isInstanceOfSatisfying(
                        InstallPlan.Keep.class,
                        keep -> assertThat(keep.warning()).contains("settings.json"));
    }

    @Test
    void optionsChangeWhatIsThere() {
        assertThat(plan(installed("0.2.0", DEFAULTS), registry("registry/team"), InstallOptions.NONE))
                .isInstanceOfSatisfying(InstallPlan.Apply.class, apply -> {
                    assertThat(apply.settings().registry()).isEqualTo("registry/team");
                    assertThat(apply.wanted()).isTrue();
                });
    }

    @Test
    void theSameVersionWithOtherManifestsIsAppliedAgainWhereTheRightsAreThere() {
        InstallSettings chosen = DEFAULTS.with(registry("registry/team"));
        assertThat(plan(
                        new Installed("0.2.0", chosen, "", true, null),
                        InstallOptions.NONE,
                        registry("registry/other")))
                .isInstanceOfSatisfying(InstallPlan.Apply.class, apply -> {
                    assertThat(apply.settings()).isEqualTo(chosen);
                    assertThat(apply.wanted()).isFalse();
                });
    }

    @Test
    void whatSomebodyTookAwayIsPutBack() {
        Installed broken = new Installed("0.2.0", DEFAULTS, ManifestsDigest.of(ManagerScope.cluster), false, null);
        assertThat(plan(broken, InstallOptions.NONE, InstallOptions.NONE))
                .isInstanceOfSatisfying(InstallPlan.Apply.class, apply -> {
                    assertThat(apply.wanted()).isFalse();
                    assertThat(apply.otherwise()).contains("is missing");
                });
        Installed unfinished = new Installed("0.2.0-rc.1", DEFAULTS, "", false, null);
        assertThat(InstallPlan.of(unfinished, InstallOptions.NONE, InstallOptions.NONE, "0.2.0-rc.2"))
                .as("another version is not put over it for that")
                .isEqualTo(new InstallPlan.Keep(""));
    }

    @Test
    void anOlderOneIsUpgradedWithItsSettings() {
        InstallSettings chosen = DEFAULTS.with(registry("registry/team"));
        assertThat(plan(installed("0.1.0", chosen), InstallOptions.NONE, InstallOptions.NONE))
                .isInstanceOfSatisfying(InstallPlan.Apply.class, apply -> {
                    assertThat(apply.settings()).isEqualTo(chosen);
                    assertThat(apply.wanted()).isFalse();
                    assertThat(apply.otherwise()).contains("0.1.0", "0.2.0", "you lack the rights");
                });
    }

    @Test
    void anOlderOneWithATagOfItsOwnIsNotUpgradedUnderTheOldImages() {
        InstallSettings chosen = DEFAULTS.with(tag("0.1.0-ours"));
        Installed there = installed("0.1.0", chosen);
        assertThat(plan(there, InstallOptions.NONE, InstallOptions.NONE))
                .isInstanceOfSatisfying(
                        InstallPlan.Keep.class,
                        keep -> assertThat(keep.warning()).contains("0.1.0-ours", "--image-tag"));
        assertThat(plan(there, registry("registry/team"), InstallOptions.NONE)).isInstanceOf(InstallPlan.Refuse.class);
        assertThat(plan(there, tag("default"), InstallOptions.NONE))
                .isInstanceOfSatisfying(
                        InstallPlan.Apply.class,
                        apply -> assertThat(apply.settings().tag()).isEmpty());
    }

    @Test
    void aNewerOneIsNeverPutBackAndThatIsSaid() {
        Installed newer = new Installed("0.3.0", DEFAULTS, "other", true, null);
        assertThat(plan(newer, InstallOptions.NONE, InstallOptions.NONE))
                .isInstanceOfSatisfying(
                        InstallPlan.Keep.class,
                        keep -> assertThat(keep.warning()).contains("0.3.0", "0.2.0"));
        assertThat(plan(newer, registry("registry/team"), InstallOptions.NONE)).isInstanceOf(InstallPlan.Refuse.class);
    }

    @ParameterizedTest
    @CsvSource({"0.1.0, helm upgrade tm", "0.2.0, ''", "0.3.0, use a command of its version"})
    void whatHelmInstalledIsHelmsToChange(String version, String expected) {
        Installed byHelm = new Installed(version, DEFAULTS, "other", true, "tm");
        InstallPlan kept = plan(byHelm, InstallOptions.NONE, InstallOptions.NONE);
        assertThat(kept).isInstanceOf(InstallPlan.Keep.class);
        assertThat(said(kept)).contains(expected).matches(text -> !expected.isEmpty() || text.isEmpty());

        InstallPlan refused = plan(byHelm, registry("registry/team"), InstallOptions.NONE);
        assertThat(refused).isInstanceOf(InstallPlan.Refuse.class);
        assertThat(said(refused)).contains("helm upgrade tm");
    }
}
