package dev.intercepts.connector.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intercepts.connector.outbound.DnsQuery.Answer;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DnsMessagesTest {

    /** {@code HeLLo.default}, A, as a resolver with EDNS asks. */
    private static final byte[] WITH_EDNS = hex("1234 0120 0001 0000 0000 0001"
            + " 05 48654c4c6f 07 64656661756c74 00 0001 0001"
            + " 00 0029 1000 0000 0000 0000");

    private static final byte[] PLAIN = hex("beef 0100 0001 0000 0000 0000 05 68656c6c6f 00 001c 0001");

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    @Test
    void aQuestionWithEdns() {
        DnsQuery query = DnsQuery.parse(WITH_EDNS).orElseThrow();

        assertThat(query.name()).isEqualToIgnoringCase("hello.default");
        assertThat(query.type()).isEqualTo(1);
        assertThat(query.edns()).isTrue();
        assertThat(query.udpSize()).isEqualTo(1232);
    }

    @Test
    void anAnswerRepeatsTheQuestionAsItWasWritten() {
        byte[] reply = DnsQuery.parse(WITH_EDNS)
                .orElseThrow()
                .reply(DnsQuery.OK, List.of(new Answer(1, 5, new byte[] {10, 96, 0, 10})), 1232);

        assertThat(HexFormat.of().formatHex(reply))
                .isEqualTo(("1234 8180 0001 0001 0000 0001"
                                + " 05 48654c4c6f 07 64656661756c74 00 0001 0001"
                                + " c00c 0001 0001 00000005 0004 0a60000a"
                                + " 00 0029 04d0 00000000 0000")
                        .replace(" ", ""));
    }

    @Test
    void anAnswerWithoutRecordsAndOneThatDenies() {
        DnsQuery query = DnsQuery.parse(PLAIN).orElseThrow();

        assertThat(query.udpSize()).isEqualTo(512);
        assertThat(Arrays.copyOf(query.reply(DnsQuery.OK, List.of(), 512), 12))
                .isEqualTo(hex("beef 8180 0001 0000 0000 0000"));
        assertThat(Arrays.copyOf(query.reply(DnsQuery.NO_SUCH_NAME, List.of(), 512), 12))
                .isEqualTo(hex("beef 8183 0001 0000 0000 0000"));
    }

    @Test
    void whatIsTooLongForUdpSaysSo() {
        DnsQuery query = DnsQuery.parse(PLAIN).orElseThrow();
        List<Answer> many =
                Stream.generate(() -> new Answer(28, 5, new byte[16])).limit(40).toList();

        byte[] cut = query.reply(DnsQuery.OK, many, query.udpSize());

        assertThat(Arrays.copyOf(cut, 12)).isEqualTo(hex("beef 8380 0001 0000 0000 0000"));
        assertThat(query.reply(DnsQuery.OK, many, 0xffff)).hasSizeGreaterThan(1000);
    }

    static Stream<byte[]> others() {
        return Stream.of(
                new byte[0],
                hex("1234"),
                // An answer, an update, two questions, class CHAOS, a name that is cut off, one that points to itself.
                hex("beef 8100 0001 0000 0000 0000 05 68656c6c6f 00 0001 0001"),
                hex("beef 2900 0001 0000 0000 0000 05 68656c6c6f 00 0001 0001"),
                hex("beef 0100 0002 0000 0000 0000 05 68656c6c6f 00 0001 0001"),
                hex("beef 0100 0001 0000 0000 0000 05 68656c6c6f 00 0001 0003"),
                hex("beef 0100 0001 0000 0000 0000 05 6865"),
                hex("beef 0100 0001 0000 0000 0000 c00c 0001 0001"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void whatIsNoPlainQuestionIsLeftToTheLaptopsNameServer(byte[] message) {
        assertThat(DnsQuery.parse(message)).isEmpty();
    }

    @Test
    void theClustersAnswerIsReadThroughItsAliases() throws Exception {
        byte[] question = DnsReply.question(0xbeef, "ext.shop.svc.cluster.local", 1);
        // An alias, then the alias's address; compressed names.
        byte[] records = hex("c00c 0005 0001 0000001e 000d 03 777777 07 6578616d706c65 00"
                + " 03 777777 07 6578616d706c65 00 0001 0001 0000001e 0004 c0000207");
        byte[] reply = new byte[question.length + records.length];
        System.arraycopy(question, 0, reply, 0, question.length);
        System.arraycopy(records, 0, reply, question.length, records.length);
        reply[2] = (byte) 0x85;
        reply[7] = 2;

        DnsReply read = DnsReply.parse(reply, 0xbeef, 1);

        assertThat(read.code()).isZero();
        assertThat(read.answers()).singleElement().satisfies(answer -> {
            assertThat(answer.data()).isEqualTo(new byte[] {(byte) 192, 0, 2, 7});
            assertThat(answer.ttl()).isEqualTo(5);
        });
        assertThatThrownBy(() -> DnsReply.parse(reply, 0xbeee, 1)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> DnsReply.parse(Arrays.copyOf(reply, 60), 0xbeef, 1))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> DnsReply.question(1, "a".repeat(64) + ".svc", 1))
                .isInstanceOf(IOException.class);
    }
}
