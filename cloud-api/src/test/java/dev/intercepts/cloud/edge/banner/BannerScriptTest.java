package dev.intercepts.cloud.edge.banner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BannerScriptTest {

    @Test
    void saysWhoseItIsAndStaysSmall() {
        byte[] script = BannerScript.render("Ann \"</script>\u00e9", "acme-inc", "https://cloud.example");
        assertThat(script).hasSizeLessThan(4096);
        assertThat(new String(script, StandardCharsets.UTF_8))
                .contains("owner = \"Ann \\u0022\\u003c\\u002fscript\\u003e\\u00e9\"")
                .contains("organization = \"acme\\u002dinc\"")
                .doesNotContain("%OWNER%", "%ORGANIZATION%", "%DASHBOARD%");
    }
}
