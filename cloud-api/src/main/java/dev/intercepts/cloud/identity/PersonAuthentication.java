package dev.intercepts.cloud.identity;

import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** Somebody who acts for an organization, as Spring Security sees them. */
public final class PersonAuthentication extends AbstractAuthenticationToken {

    /** What every request for an organization needs. */
    public static final String MEMBER = "ROLE_MEMBER";

    private static final long serialVersionUID = 1L;

    private final transient Person person;

    public PersonAuthentication(Person person) {
        super(List.of(new SimpleGrantedAuthority(MEMBER)));
        this.person = person;
        setAuthenticated(true);
    }

    @Override
    public Person getPrincipal() {
        return person;
    }

    /** Nothing: the proof stays where it was checked. */
    @Override
    public String getCredentials() {
        return "";
    }

    @Override
    public String getName() {
        return person.userId().toString();
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
        return other instanceof PersonAuthentication that && that.person.equals(person);
    }

    @Override
    public int hashCode() {
        return person.hashCode();
    }
}
