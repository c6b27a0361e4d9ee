package dev.intercepts.connector.cloud;

import dev.intercepts.connector.contract.Failure;
import dev.intercepts.connector.contract.FailureException;
import dev.intercepts.connector.files.State.Login;
import dev.intercepts.connector.files.StateFile;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The laptop's login. Access tokens are renewed a while before they expire, by one caller at a time: refresh tokens rotate, so
 * two at once would end the login.
 */
public final class CloudAccount {

    private static final Duration BEFORE_EXPIRY = Duration.ofSeconds(60);

    private final StateFile<Login> file;
    private final CloudLogin logins;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();

    public CloudAccount(StateFile<Login> file, CloudLogin logins, Clock clock) {
        this.file = file;
        this.logins = logins;
        this.clock = clock;
    }

    /** Who is logged in, if anyone is. */
    public Optional<Login> login() {
        return file.read();
    }

    /** Who is logged in. */
    public Login require() {
        return login().orElseThrow(
                        () -> Failure.notConnected("not-logged-in", "you are not logged in", CloudHttp.LOGIN_HINT));
    }

    /** Replaces the login. */
    public void keep(Login login) {
        file.write(login);
    }

    /** Forgets the login. */
    public void forget() {
        file.remove();
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
        lock.lockInterruptibly();
        try {
            Login login = require();
            boolean fresh =
                    Instant.parse(login.expiresAt()).minus(BEFORE_EXPIRY).isAfter(clock.instant());
            if (fresh && !login.accessToken().equals(refused)) {
                return login.accessToken();
            }
            Login renewed = logins.refresh(login);
            file.write(renewed);
            return renewed.accessToken();
        } catch (FailureException e) {
            if (e.failure().code().equals("login-needed")) {
                file.remove();
            }
            throw e;
        } finally {
            lock.unlock();
        }
    }
}
