package dev.intercepts.connector.kube;

import dev.intercepts.connector.contract.Exit;
import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.InstallOptions;
import org.jspecify.annotations.Nullable;

/** What is to be done about the Traffic Manager of a cluster. */
sealed interface InstallPlan {

    /** Said where it cannot be mended. */
    String INCOMPLETE =
            "a part of the Traffic Manager is missing, and you lack the rights to put it back: an administrator runs"
                    + " `telepresence doctor` and `telepresence connect`";

    /**
     * The manifests are applied.
     *
     * @param wanted whether the person needs it: then missing rights are a failure, and the roll-out is awaited
     * @param progress what is going on
     * @param otherwise what is said where the rights are missing and it is not needed; empty for nothing
     */
    record Apply(InstallSettings settings, boolean wanted, String progress, String otherwise) implements InstallPlan {}

    /** It stays as it is; {@code warning} is empty where there is nothing to say about that. */
    record Keep(String warning) implements InstallPlan {}

    /** It stays as it is, against what was asked for. */
    record Refuse(Failure failure) implements InstallPlan {}

    /**
     * Decides.
     *
     * @param there what is installed, {@code null} for nothing
     * @param asked by the command's options: it changes an installation
     * @param configured in {@code settings.json}: it holds for a new installation
     * @param version the command's
     */
    static InstallPlan of(@Nullable Installed there, InstallOptions asked, InstallOptions configured, String version) {
        if (there == null) {
            InstallSettings settings = InstallSettings.DEFAULTS.with(configured).with(asked);
            return new Apply(settings, true, "Installing the Traffic Manager", "");
        }
        InstallSettings wanted = there.settings().with(asked);
        if (wanted.scope() != there.settings().scope()) {
            return refused(
                    "manager-scope",
                    "the Traffic Manager was installed with the scope %s"
                            .formatted(there.settings().scope()),
                    "take it out first: `telepresence uninstall --everything`");
        }
        Versions versions = Versions.compare(there.version(), version);
        String of = "the Traffic Manager is of version %s, this command of %s".formatted(there.version(), version);
        if (there.helmRelease() != null) {
            return helm(there.helmRelease(), asked, versions, of);
        }
        return switch (versions) {
            case NEWER ->
                asked.none()
                        ? new Keep(of + "; it stays as it is: use a command of its version")
                        : refused(
                                "manager-newer",
                                of + ", which does not put an older one there",
                                "use a command of its version");
            case OLDER -> older(there, asked, wanted, of);
            case SAME, UNKNOWN -> {
                if (!wanted.equals(there.settings())) {
                    yield new Apply(wanted, true, "Changing the Traffic Manager's installation", "");
                }
                if (versions == Versions.SAME && !there.complete()) {
                    yield new Apply(wanted, false, "Putting back what is missing of the Traffic Manager", INCOMPLETE);
                }
                if (versions == Versions.SAME
                        && !there.manifests()
                                .equals(ManifestsDigest.of(there.settings().scope()))) {
                    yield new Apply(wanted, false, "Bringing the Traffic Manager up to date", "");
                }
                yield new Keep(asked.none() ? differs(there.settings(), configured) : "");
            }
        };
    }

    private static InstallPlan helm(String release, InstallOptions asked, Versions versions, String of) {
        String upgrade = "`helm upgrade %s`".formatted(release);
        if (!asked.none()) {
            return refused(
                    "manager-by-helm",
                    "the Traffic Manager was installed by Helm as %s, which keeps its settings".formatted(release),
                    "change them with " + upgrade);
        }
        return switch (versions) {
            case OLDER -> new Keep("%s; %s with the newer chart".formatted(of, upgrade));
            case NEWER -> new Keep(of + ": use a command of its version");
            case SAME, UNKNOWN -> new Keep("");
        };
    }

    /** Images that somebody chose by their tag are not exchanged by whoever comes with a newer command. */
    private static InstallPlan older(Installed there, InstallOptions asked, InstallSettings wanted, String of) {
        String tag = there.settings().tag();
        if (!tag.isEmpty() && asked.tag() == null) {
            String hint = "`telepresence connect --image-tag TAG` brings a newer one";
            return asked.none()
                    ? new Keep("%s; it keeps the tag %s that was chosen for it: %s".formatted(of, tag, hint))
                    : refused("manager-tag", "%s, and the tag %s was chosen for it".formatted(of, tag), hint);
        }
        return new Apply(
                wanted,
                !asked.none(),
                "Upgrading the Traffic Manager",
                of + ", and you lack the rights to upgrade it: an administrator runs `telepresence connect`");
    }

    private static String differs(InstallSettings there, InstallOptions configured) {
        return there.equals(there.with(configured))
                ? ""
                : "the install settings of settings.json are for a new installation, and this one has others: the options of"
                        + " `telepresence connect` change it";
    }

    private static Refuse refused(String code, String message, String hint) {
        return new Refuse(new Failure(code, message, hint, Exit.FAILED));
    }
}
