package dev.intercepts.playground.github;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** People and organizations as GitHub's REST API shows them, with every required field of its description. */
final class Views {

    private static final String LONG_AGO = "2020-01-01T00:00:00Z";

    private final Supplier<String> site;
    private final Supplier<String> api;

    /**
     * @param site address of the site
     * @param api address of the REST API
     */
    Views(Supplier<String> site, Supplier<String> api) {
        this.site = site;
        this.api = api;
    }

    Map<String, Object> person(Person person) {
        Map<String, Object> fields = simple(person);
        fields.put("name", person.name());
        fields.put("email", person.login() + "@example.com");
        for (String unknown : new String[] {"blog", "bio", "company", "location", "hireable"}) {
            fields.put(unknown, null);
        }
        for (String count : new String[] {"public_repos", "public_gists", "followers", "following"}) {
            fields.put(count, 0);
        }
        fields.put("created_at", LONG_AGO);
        fields.put("updated_at", LONG_AGO);
        fields.put("user_view_type", "public");
        return fields;
    }

    Map<String, Object> organization(Organization organization) {
        String url = api.get() + "/orgs/" + organization.login();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("login", organization.login());
        fields.put("id", organization.id());
        fields.put("node_id", "O_" + organization.id());
        fields.put("url", url);
        fields.put("repos_url", url + "/repos");
        fields.put("events_url", url + "/events");
        fields.put("hooks_url", url + "/hooks");
        fields.put("issues_url", url + "/issues");
        fields.put("members_url", url + "/members{/member}");
        fields.put("public_members_url", url + "/public_members{/member}");
        fields.put("avatar_url", avatar(organization.login()));
        fields.put("description", organization.description());
        return fields;
    }

    Map<String, Object> membership(Person person, Organization organization, boolean owner) {
        String url = api.get() + "/orgs/" + organization.login();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("url", url + "/memberships/" + person.login());
        fields.put("state", "active");
        fields.put("role", owner ? "admin" : "member");
        fields.put("organization_url", url);
        fields.put("organization", organization(organization));
        fields.put("user", simple(person));
        return fields;
    }

    private Map<String, Object> simple(Person person) {
        String url = api.get() + "/users/" + person.login();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("login", person.login());
        fields.put("id", person.id());
        fields.put("node_id", "U_" + person.id());
        fields.put("avatar_url", avatar(person.login()));
        fields.put("gravatar_id", "");
        fields.put("url", url);
        fields.put("html_url", site.get() + "/" + person.login());
        fields.put("followers_url", url + "/followers");
        fields.put("following_url", url + "/following{/other_user}");
        fields.put("gists_url", url + "/gists{/gist_id}");
        fields.put("starred_url", url + "/starred{/owner}{/repo}");
        fields.put("subscriptions_url", url + "/subscriptions");
        fields.put("organizations_url", url + "/orgs");
        fields.put("repos_url", url + "/repos");
        fields.put("events_url", url + "/events{/privacy}");
        fields.put("received_events_url", url + "/received_events");
        fields.put("type", "User");
        fields.put("site_admin", false);
        return fields;
    }

    private String avatar(String login) {
        return site.get() + "/avatars/" + login + ".svg";
    }
}
