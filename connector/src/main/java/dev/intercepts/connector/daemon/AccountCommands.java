package dev.intercepts.connector.daemon;

import dev.intercepts.connector.cloud.CloudAccount;
import dev.intercepts.connector.cloud.CloudClient;
import dev.intercepts.connector.cloud.CloudLogin;
import dev.intercepts.connector.contract.Event;
import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.connector.contract.Request;
import dev.intercepts.connector.contract.Views;
import dev.intercepts.connector.contract.Views.Done;
import dev.intercepts.connector.files.State;
import dev.intercepts.connector.files.State.Login;
import dev.intercepts.connector.files.State.Logins;
import dev.intercepts.connector.files.StateFile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The commands on who is logged in, and for which organization (decision 96). */
final class AccountCommands {

    private final CloudLogin logins;
    private final CloudClient cloud;
    private final CloudAccount account;
    private final OwnIntercepts own;
    private final StateFile<State.Settings> settings;
    private final Runnable changed;

    /**
     * The commands.
     *
     * @param changed run after another login counts, or none
     */
    AccountCommands(
            CloudLogin logins,
            CloudClient cloud,
            OwnIntercepts own,
            StateFile<State.Settings> settings,
            Runnable changed) {
        this.logins = logins;
        this.cloud = cloud;
        this.account = cloud.account();
        this.own = own;
        this.settings = settings;
        this.changed = changed;
    }

    Views.Account login(Request.Login request, Consumer<Event> events) throws InterruptedException {
        State.Settings before = settings.read().orElse(State.Settings.NONE);
        String url = request.cloud() != null ? request.cloud() : before.cloudUrl();
        if (url == null) {
            throw Failure.usage(
                    "cloud-url", "--cloud: the hosted service is not known yet", "give its URL: --cloud https://host");
        }
        Login login = loggedIn(request, CloudUrl.normal(url), events);
        String profile = request.profile() != null ? request.profile() : ProfileNames.of(login, account.all());
        boolean stays = staysCurrent(login);
        if (stays && profile.equals(account.all().current())) {
            logins.revoke(login);
            throw otherOrganization("give it another --profile, or leave that first");
        }
        account.keep(profile, login, !stays);
        if (stays) {
            events.accept(Event.warning(
                    "this laptop still intercepts for %s; once that is left, run `telepresence profile use %s`"
                            .formatted(account.require().organization(), profile)));
        } else {
            settings.write(before.withCloud(login.cloudUrl()));
            changed.run();
        }
        return view(profile, login);
    }

    /** Ends the logins that are meant: all, one by its name, or the current one. */
    Done logout(Request.Logout request) throws InterruptedException {
        Logins all = account.all();
        String named = request.profile() != null ? request.profile() : all.current();
        List<String> profiles =
                request.all() ? List.copyOf(all.byProfile().keySet()) : named == null ? List.of() : List.of(named);
        if (profiles.isEmpty()) {
            return new Done("You were not logged in");
        }
        List<String> said = new ArrayList<>();
        for (String profile : profiles) {
            Login login = account.forget(profile);
            String what = login.apiKey() ? "; the API key stays good until it is revoked in the dashboard" : "";
            said.add("Logged out %s (%s)%s".formatted(login.login(), login.organization(), what));
        }
        if (all.current() == null || profiles.contains(all.current())) {
            changed.run();
        }
        return new Done(String.join("\n", said));
    }

    Views.Account whoami() throws InterruptedException {
        Login login = account.require();
        var me = cloud.me();
        return new Views.Account(
                me.login(),
                me.name(),
                me.organization(),
                login.cloudUrl(),
                String.valueOf(account.all().current()));
    }

    /** Who is logged in as far as the laptop knows, without asking anybody. */
    Views.@Nullable Account known() {
        Logins all = account.all();
        return all.login()
                .map(login -> view(String.valueOf(all.current()), login))
                .orElse(null);
    }

    /** All logins by name. */
    Views.ProfileList profiles() {
        Logins all = account.all();
        return new Views.ProfileList(all.byProfile().entrySet().stream()
                .map(each -> new Views.ProfileLine(
                        each.getKey().equals(all.current()), view(each.getKey(), each.getValue())))
                .toList());
    }

    /** Makes another login count. */
    Views.Account use(String profile) throws InterruptedException {
        Login next = account.all().byProfile().get(profile);
        if (next != null && staysCurrent(next)) {
            throw otherOrganization("leave that first, or run `telepresence quit`");
        }
        Login login = account.use(profile);
        State.Settings before = settings.read().orElse(State.Settings.NONE);
        settings.write(before.withCloud(login.cloudUrl()));
        changed.run();
        return view(profile, login);
    }

    /** The page of the hosted service's that is opened. */
    Done dashboard(Consumer<Event> events) {
        String url = account.require().cloudUrl();
        events.accept(Event.browse(url));
        return new Done(url);
    }

    private FailureException otherOrganization(String hint) {
        return Failure.failed(
                "other-organization",
                "this laptop intercepts for %s".formatted(account.require().organization()),
                hint);
    }

    /** What is registered for one organization cannot be looked after with another one's login. */
    private boolean staysCurrent(Login next) {
        boolean registered = own.all().stream().anyMatch(intercept -> intercept.cloudId() != null);
        return registered
                && account.login().filter(current -> !current.sameAs(next)).isPresent();
    }

    private Login loggedIn(Request.Login request, String url, Consumer<Event> events) throws InterruptedException {
        String key = request.apiKey();
        if (key != null) {
            return logins.apiKey(url, key);
        }
        if (request.device()) {
            return logins.device(url, text -> {
                events.accept(Event.note(text));
                events.accept(Event.progress("Waiting for the code to be entered"));
            });
        }
        return logins.login(url, page -> {
            events.accept(Event.browse(page));
            events.accept(Event.progress("Waiting for you to log in in the browser"));
        });
    }

    private static Views.Account view(String profile, Login login) {
        return new Views.Account(login.login(), login.name(), login.organization(), login.cloudUrl(), profile);
    }
}
