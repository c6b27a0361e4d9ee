package dev.intercepts.playground.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The functions that decide: selectors, patches, merges, roll-outs, ports. */
class RulesTest {

    private static ObjectNode json(String text) {
        return (ObjectNode) JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                          | true
                    app=web                     | true
                    app==web                    | true
                    app=web,tier=front          | true
                    app=web,tier=back           | false
                    app!=web                    | false
                    other!=web                  | true
                    app                         | true
                    !app                        | false
                    !other                      | true
                    tier in (front,back)        | true
                    tier in (back),app=web      | false
                    tier notin (back)           | true
                    other in (a)                | false
                    """)
    void selects_labels(String selector, boolean selected) {
        assertThat(Selector.labels(selector).test(Map.of("app", "web", "tier", "front")))
                .isEqualTo(selected);
    }

    @Test
    void selects_fields() {
        ObjectNode pod = json("{'metadata':{'name':'a'},'status':{'phase':'Running'}}");
        assertThat(Selector.fields("metadata.name=a,status.phase!=Failed").test(pod))
                .isTrue();
        assertThat(Selector.fields("status.phase=Failed").test(pod)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    [{'op':'add','path':'/list/1','value':'x'}]          | {'list':['a','x','b'],'m':{'k':1}}
                    [{'op':'add','path':'/list/-','value':'x'}]          | {'list':['a','b','x'],'m':{'k':1}}
                    [{'op':'remove','path':'/list/0'}]                   | {'list':['b'],'m':{'k':1}}
                    [{'op':'replace','path':'/m/k','value':2}]           | {'list':['a','b'],'m':{'k':2}}
                    [{'op':'add','path':'/m/a~1b~0c','value':2}]         | {'list':['a','b'],'m':{'k':1,'a/b~c':2}}
                    [{'op':'move','from':'/m/k','path':'/k'}]            | {'list':['a','b'],'m':{},'k':1}
                    [{'op':'copy','from':'/m','path':'/n'}]              | {'list':['a','b'],'m':{'k':1},'n':{'k':1}}
                    """)
    void patches(String patch, String expected) {
        ObjectNode before = json("{'list':['a','b'],'m':{'k':1}}");
        assertThat(JsonPatch.apply(before, JsonMapper.shared().readTree(patch.replace('\'', '"'))))
                .isEqualTo(json(expected));
        assertThat(before).isEqualTo(json("{'list':['a','b'],'m':{'k':1}}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    [{'op':'remove','path':'/none'}]
                    [{'op':'replace','path':'/none','value':1}]
                    [{'op':'add','path':'/none/below','value':1}]
                    [{'op':'add','path':'/list/7','value':1}]
                    [{'op':'test','path':'/list','value':[]}]
                    """)
    void refuses_patches_that_do_not_fit(String patch) {
        assertThatThrownBy(() -> JsonPatch.apply(
                        json("{'list':['a']}"), JsonMapper.shared().readTree(patch.replace('\'', '"'))))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(422));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {'containers':[{'name':'a','image':'2'}]}        | {'containers':[{'name':'a','image':'2','x':1},{'name':'b'}]}
                    {'containers':[{'name':'c'}]}                    | {'containers':[{'name':'a','image':'1','x':1},{'name':'b'},{'name':'c'}]}
                    {'containers':[{'name':'a','$patch':'delete'}]}  | {'containers':[{'name':'b'}]}
                    {'containers':[{'$patch':'replace'},{'name':'z'}]} | {'containers':[{'name':'z'}]}
                    {'containers':null}                              | {}
                    """)
    void merges_lists_by_their_keys(String patch, String expected) {
        ObjectNode before = json("{'containers':[{'name':'a','image':'1','x':1},{'name':'b'}]}");
        assertThat(Merge.strategic(before, json(patch))).isEqualTo(json(expected));
    }

    @Test
    void applying_less_takes_away_what_was_applied_and_nothing_else() {
        Resources.Applier by = new Resources.Applier("one", false, false);
        ObjectNode first = ServerSideApply.apply(
                json("{}"),
                json("{'apiVersion':'v1','kind':'X','metadata':{'labels':{'a':'1','b':'1'}},"
                        + "'spec':{'containers':[{'name':'app','image':'i','tty':true},{'name':'gone','image':'j'}]}}"),
                by,
                "",
                "then");
        ((ObjectNode) first.path("metadata").path("labels")).put("others", "1");
        ((ObjectNode) first.path("spec").path("containers").get(0)).put("defaulted", "yes");

        ObjectNode second = ServerSideApply.apply(
                first,
                json("{'apiVersion':'v1','kind':'X','metadata':{'labels':{'a':'2'}},"
                        + "'spec':{'containers':[{'name':'app','image':'i'}]}}"),
                by,
                "",
                "now");

        assertThat(second.path("metadata").path("labels")).isEqualTo(json("{'a':'2','others':'1'}"));
        assertThat(second.path("spec"))
                .isEqualTo(json("{'containers':[{'name':'app','image':'i','defaulted':'yes'}]}"));
    }

    /** desired, surge, unavailable, current replicas/ready, old replicas/ready → current, old. */
    @ParameterizedTest
    @CsvSource({
        "1,1,0, 0,0, 1,1, 1,1", // the new pod comes first
        "1,1,0, 1,0, 1,1, 1,1", // and is awaited
        "1,1,0, 1,1, 1,1, 1,0", // then the old one goes
        "4,1,1, 0,0, 4,4, 1,3",
        "4,1,1, 2,2, 3,3, 2,1",
        "2,1,0, 0,0, 2,0, 1,0", // old pods that are of no use go at once
        "3,1,0, 3,3, 0,0, 3,0",
        "0,0,0, 2,2, 0,0, 0,0"
    })
    void rolls_out(
            int desired, int surge, int unavailable, int now, int ready, int old, int oldReady, int next, int oldNext) {
        RollOut step = RollOut.next(
                desired, surge, unavailable, new RollOut.Set(now, ready), List.of(new RollOut.Set(old, oldReady)));
        assertThat(step).isEqualTo(new RollOut(next, List.of(oldNext)));
    }

    @Test
    void reads_redirections_from_the_init_containers_rules() {
        ObjectNode pod = json("{'spec':{'initContainers':[{'name':'x','command':['/bin/sh','-ec',"
                + "'iptables -t nat -A PREROUTING -p tcp --dport 8080 -j REDIRECT --to-ports 9900\\n"
                + "iptables -t nat -A PREROUTING -p tcp --dport 19900 -j REDIRECT --to-ports 8080\\n"
                + "ip6tables -t nat -A PREROUTING -p tcp --dport 8080 -j REDIRECT --to-ports 1']}]}}");
        assertThat(List.of(8080, 19900, 80))
                .extracting(port -> Backends.redirected(pod, port))
                .containsExactly(9900, 8080, 80);
        assertThat(Json.objects(pod, "spec", "initContainers")).allMatch(Backends::redirects);
    }

    @Test
    void waits_longer_after_each_crash_but_not_after_a_good_run() {
        RestartDelay delay = new RestartDelay();
        List<Long> waits = Arrays.asList(1, 1, 1, 1, 1, 1, 60, 1).stream()
                .map(seconds -> delay.after(Duration.ofSeconds(seconds)).toSeconds())
                .toList();
        assertThat(waits).containsExactly(0L, 1L, 2L, 4L, 8L, 10L, 0L, 1L);
    }
}
