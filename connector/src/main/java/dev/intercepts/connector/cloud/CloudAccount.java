package dev.intercepts.connector.cloud;

import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.connector.files.State.Login;
import dev.intercepts.connector.files.State.Logins;
import dev.intercepts.connector.files.StateFile;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The laptop's logins, one for each profile, one of which is current. Access tokens are renewed a while before they expire, by
 * one caller at a time and to the end, whether or not the caller still waits: refresh tokens rotate, so two at once, or an answer
 * that nobody keeps, would end the login.
 */
public final class CloudAccount {

    private static final Duration BEFORE_EXPIRY = Duration.ofSeconds(60);

    private final StateFile<Logins> file;
    private final CloudLogin logins;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();

    public CloudAccount(StateFile<Logins> file, CloudLogin logins, Clock clock) {
        this.file = file;
        this.logins = logins;
        this.clock = clock;
    }

    /** All of them, and which is current. */
    public Logins all() {
        return file.read().orElse(Logins.NONE);
    }

    /** Who is logged in, if anyone is. */
    public Optional<Login> login() {
        return all().login();
    }

    /** Who is logged in. */
    public Login require() {
        return login().orElseThrow(this::notLoggedIn);
    }

    /**
     * Keeps a login under a name, in place of the one that had the name. The tokens of that one are ended.
     *
     * @param current whether it is the one that counts from now on
     */
    public void keep(String profile, Login login, boolean current) throws InterruptedException {
        Login before = locked(() -> {
            Logins all = all();
            file.write(all.with(profile, login, current));
            return all.byProfile().get(profile);
        });
        if (before != null && !before.equals(login)) {
            logins.revoke(before);
        }
    }

    /** Makes a login current. */
    public Login use(String profile) throws InterruptedException {
        return locked(() -> {
            Login login = named(profile);
            file.write(all().with(profile, login, true));
            return login;
        });
    }

    /**
     * Forgets a login and ends its tokens.
     *
     * @return whose it was
     */
    public Login forget(String profile) throws InterruptedException {
        Login login = locked(() -> {
            Login known = named(profile);
            file.write(all().without(profile));
            return known;
        });
        logins.revoke(login);
        return login;
    }

    /** A token that is good for a while yet. */
    public String accessToken() throws InterruptedException {
        return renewed("");
    }

    /**
     * A token other than one that was refused.
     *
     * @param refused the one that was not good; empty for none
     */
    String renewed(String refused) throws InterruptedException {
        return locked(() -> {
            Logins all = all();
            Login login = all.login().orElseThrow(this::notLoggedIn);
            if (!login.accessToken().equals(refused) && fresh(login)) {
                return login.accessToken();
            }
            return renew(all, login).accessToken();
        });
    }

    private Login renew(Logins all, Login login) throws InterruptedException {
        String profile = String.valueOf(all.current());
        try {
            Login renewed = logins.refresh(login);
            file.write(all.with(profile, renewed, true));
            return renewed;
        } catch (FailureException e) {
            if (e.failure().code().equals(CloudLogin.LOGIN_NEEDED)) {
                file.write(all.without(profile));
            }
            throw e;
        }
    }

    private boolean fresh(Login login) {
        String expiresAt = login.expiresAt();
        return expiresAt == null
                || Instant.parse(expiresAt).minus(BEFORE_EXPIRY).isAfter(clock.instant());
    }

    private Login named(String profile) {
        Login login = all().byProfile().get(profile);
        if (login == null) {
            throw Failure.failed(
                    "no-such-profile",
                    "there is no profile " + profile,
                    all().byProfile().isEmpty()
                            ? CloudHttp.LOGIN_HINT
                            : "there are: "
                                    + String.join(", ", all().byProfile().keySet()));
        }
        return login;
    }

    private FailureException notLoggedIn() {
        Logins all = all();
        return Failure.notConnected(
                "not-logged-in",
                "you are not logged in",
                all.byProfile().isEmpty()
                        ? CloudHttp.LOGIN_HINT
                        : CloudHttp.LOGIN_HINT + ", or `telepresence profile use NAME` with one of "
                                + String.join(", ", all.byProfile().keySet()));
    }

    /** Does it on a thread of its own, one at a time; an interrupt ends the waiting, not the work. */
    private <T> T locked(Callable<T> work) throws InterruptedException {
        FutureTask<T> task = new FutureTask<>(() -> {
            lock.lock();
            try {
                return work.call();
            } finally {
                lock.unlock();
            }
        });
        Thread.ofVirtual().name("account").start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
