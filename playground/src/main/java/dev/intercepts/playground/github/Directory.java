package dev.intercepts.playground.github;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who there is, and who belongs where. Memberships can end while it is in use. */
public final class Directory {

    private final Map<String, Person> people = new LinkedHashMap<>();
    private final Map<String, Organization> organizations = new LinkedHashMap<>();
    private final Map<String, Set<String>> memberships = new LinkedHashMap<>();

    /** The people of the playground: two colleagues, a stranger, somebody in two organizations and somebody in none. */
    public static Directory playground() {
        Directory directory = new Directory();
        directory.add(new Organization(2001, "acme", "Everything for the discerning coyote"));
        directory.add(new Organization(2002, "globex", "Tomorrow's weather, today"));
        directory.add(new Person(1001, "ada", "Ada Lovelace"), "acme");
        directory.add(new Person(1002, "grace", "Grace Hopper"), "acme");
        directory.add(new Person(1003, "linus", "Linus Torvalds"), "globex");
        directory.add(new Person(1004, "margaret", "Margaret Hamilton"), "acme", "globex");
        directory.add(new Person(1005, "alan", "Alan Turing"));
        return directory;
    }

    private void add(Organization organization) {
        organizations.put(organization.login(), organization);
    }

    private void add(Person person, String... organizations) {
        people.put(person.login(), person);
        memberships.put(person.login(), new LinkedHashSet<>(List.of(organizations)));
    }

    /** Everybody, in a stable order. */
    public synchronized Collection<Person> people() {
        return List.copyOf(people.values());
    }

    /** A person by login. */
    public synchronized Optional<Person> person(String login) {
        return Optional.ofNullable(people.get(login));
    }

    /** The organizations of a person, in a stable order. */
    public synchronized List<Organization> organizations(String login) {
        List<Organization> found = new ArrayList<>();
        for (String name : memberships.getOrDefault(login, Set.of())) {
            found.add(organizations.get(name));
        }
        return found;
    }

    /** Whether the person belongs to the organization now. */
    public synchronized boolean member(String organization, String login) {
        return memberships.getOrDefault(login, Set.of()).contains(organization);
    }

    /** Whether the person is one of the organization's owners: whoever came to it first is. */
    public synchronized boolean owner(String organization, String login) {
        return memberships.entrySet().stream()
                .filter(member -> member.getValue().contains(organization))
                .findFirst()
                .filter(member -> member.getKey().equals(login))
                .isPresent();
    }

    /** Ends a membership; nothing happens where there is none. */
    public synchronized void leave(String login, String organization) {
        memberships.getOrDefault(login, new LinkedHashSet<>()).remove(organization);
    }

    /** Person → organizations, for people to read. */
    public synchronized Map<String, List<String>> overview() {
        Map<String, List<String>> overview = new LinkedHashMap<>();
        memberships.forEach((login, names) -> overview.put(login, List.copyOf(names)));
        return overview;
    }
}
