package dev.intercepts.playground.kube;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who a token stands for.
 *
 * @param name for example {@code system:serviceaccount:ns:name}
 * @param uid of the account, empty if it has none
 * @param groups that it belongs to
 * @param extra more about it, such as the pod that a token is bound to
 */
record User(String name, String uid, List<String> groups, Map<String, String> extra) {

    /** The one that the kubeconfig names. */
    static final User ADMIN =
            new User("kubernetes-admin", "", List.of("system:masters", "system:authenticated"), Map.of());

    /** As in reviews: {@code {username, uid, groups, extra}}. */
    ObjectNode json() {
        ObjectNode user = Json.object().put("username", name);
        if (!uid.isEmpty()) {
            user.put("uid", uid);
        }
        groups.forEach(user.putArray("groups")::add);
        extra.forEach((key, value) -> Json.child(user, "extra").putArray(key).add(value));
        return user;
    }
}
