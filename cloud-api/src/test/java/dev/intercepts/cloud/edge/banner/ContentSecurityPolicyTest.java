package dev.intercepts.cloud.edge.banner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentSecurityPolicyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '"',
            value = {
                "script-src 'self'~script-src 'self' 'nonce-N'",
                "script-src 'none'; img-src *~script-src 'nonce-N'; img-src *",
                "script-src~script-src 'nonce-N'",
                "img-src 'self'~img-src 'self'",
                "default-src 'self'; img-src *~default-src 'self'; script-src-elem 'self' 'nonce-N'; img-src *",
                "default-src 'none'~default-src 'none'; script-src-elem 'nonce-N'",
                "script-src 'self' 'unsafe-inline'~script-src 'self' 'unsafe-inline' U",
                "script-src 'unsafe-inline' 'nonce-x'~script-src 'unsafe-inline' 'nonce-x' 'nonce-N'",
                "script-src 'unsafe-inline' 'strict-dynamic'~script-src 'unsafe-inline' 'strict-dynamic' 'nonce-N'",
                "script-src 'unsafe-inline' 'sha256-x'~script-src 'unsafe-inline' 'sha256-x' 'nonce-N'",
                "script-src a; script-src-elem b~script-src a; script-src-elem b 'nonce-N'",
                "SCRIPT-SRC a;script-src b~SCRIPT-SRC a 'nonce-N';script-src b",
                "script-src 'self', default-src 'none'~script-src 'self' 'nonce-N', default-src 'none'; script-src-elem 'nonce-N'",
                "default-src 'self' 'unsafe-inline'~default-src 'self' 'unsafe-inline'; script-src-elem 'self' 'unsafe-inline' U",
                "upgrade-insecure-requests;~upgrade-insecure-requests;"
            })
    void letsInOneScriptAndNothingElse(String policy, String adjusted) {
        assertThat(ContentSecurityPolicy.allow(policy, "U", "N")).isEqualTo(adjusted);
    }
}
