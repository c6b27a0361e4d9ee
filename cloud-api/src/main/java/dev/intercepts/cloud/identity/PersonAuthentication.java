package dev.intercepts.cloud.identity;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** Somebody who acts for an organization, as Spring Security sees them. */
public final class PersonAuthentication extends AbstractAuthenticationToken {

    /** What every request for an organization needs. */
    public static final String MEMBER = "ROLE_MEMBER";

    /** What only the person in person may do, and no API key. */
    public static final String IN_PERSON = "ROLE_IN_PERSON";

    private static final String SCOPE = "SCOPE_";
    private static final long serialVersionUID = 1L;

    private final transient Person person;
    private final transient Credential credential;
    private final transient Set<Scope> scopes;

    private PersonAuthentication(
            Person person, Credential credential, Set<Scope> scopes, Collection<? extends GrantedAuthority> granted) {
        super(granted);
        this.person = person;
        this.credential = credential;
        this.scopes = scopes;
        setAuthenticated(true);
    }

    /** The person in person: by browser, or by a login of the command line. */
    public static PersonAuthentication inPerson(Person person, Credential credential) {
        return new PersonAuthentication(
                person, credential, Scope.ALL, authorities(Stream.of(MEMBER, IN_PERSON), Scope.ALL));
    }

    /** A machine that acts for a person, as far as the scopes go. */
    public static PersonAuthentication byKey(Person person, Credential credential, Set<Scope> scopes) {
        Set<Scope> all = Set.copyOf(Scope.implied(scopes));
        return new PersonAuthentication(person, credential, all, authorities(Stream.of(MEMBER), all));
    }

    /** The authority that a scope gives. */
    public static String authority(Scope scope) {
        return SCOPE + scope.token();
    }

    @Override
    public Person getPrincipal() {
        return person;
    }

    /** What the person proved who they are by. */
    public Credential credential() {
        return credential;
    }

    /** Whether the credential was given this scope. */
    public boolean may(Scope scope) {
        return scopes.contains(scope);
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
        return other instanceof PersonAuthentication that
                && that.person.equals(person)
                && that.credential.equals(credential);
    }

    @Override
    public int hashCode() {
        return person.hashCode();
    }

    private static Collection<? extends GrantedAuthority> authorities(Stream<String> roles, Set<Scope> scopes) {
        return Stream.concat(roles, scopes.stream().map(PersonAuthentication::authority))
                .map(SimpleGrantedAuthority::new)
                .toList();
    }
}
