package dev.intercepts.connector.outbound;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A question as a program's resolver asks it (RFC 1035 §4.1), and answers to it.
 *
 * @param bytes the whole message
 * @param name without a dot at the end
 * @param type of record, as a number
 * @param questionEnd where in {@code bytes} the question ends
 * @param udpSize how long an answer by UDP may be (RFC 6891 §6.2.3)
 * @param edns whether it speaks of EDNS
 */
record DnsQuery(byte[] bytes, String name, int type, int questionEnd, int udpSize, boolean edns) {

    static final int OK = 0;
    static final int SERVER_FAILED = 2;
    static final int NO_SUCH_NAME = 3;

    private static final int HEADER = 12;
    private static final int CLASS_IN = 1;
    private static final int PLAIN_UDP_SIZE = 512;
    private static final int OWN_UDP_SIZE = 1232;

    /** An answer's record; its name is that of the question. */
    record Answer(int type, long ttl, byte[] data) {}

    /** Reads a message; empty where it is anything but one plain question of class IN. */
    static Optional<DnsQuery> parse(byte[] bytes) {
        if (bytes.length < HEADER) {
            return Optional.empty();
        }
        ByteBuffer header = ByteBuffer.wrap(bytes);
        boolean plain = (header.getShort(2) & 0xf800) == 0 && header.getShort(4) == 1 && header.getInt(6) == 0;
        if (!plain) {
            return Optional.empty();
        }
        ByteBuf in = Unpooled.wrappedBuffer(bytes).skipBytes(HEADER);
        try {
            DnsQuestion question = DnsRecordDecoder.DEFAULT.decodeQuestion(in);
            if (question.dnsClass() != CLASS_IN) {
                return Optional.empty();
            }
            int end = in.readerIndex();
            Integer size = ednsSize(in, header.getShort(10));
            String name = question.name();
            return Optional.of(new DnsQuery(
                    bytes,
                    name.endsWith(".") ? name.substring(0, name.length() - 1) : name,
                    question.type().intValue(),
                    end,
                    size == null ? PLAIN_UDP_SIZE : Math.max(PLAIN_UDP_SIZE, Math.min(size, OWN_UDP_SIZE)),
                    size != null));
        } catch (Exception e) {
            // A name that is none: whoever is asked otherwise shall say so.
            return Optional.empty();
        }
    }

    private static @Nullable Integer ednsSize(ByteBuf in, int records) throws Exception {
        for (int i = 0; i < records; i++) {
            DnsRecord found = DnsRecordDecoder.DEFAULT.decodeRecord(in);
            if (found == null) {
                return null;
            }
            try {
                if (found.type().equals(DnsRecordType.OPT)) {
                    return found.dnsClass();
                }
            } finally {
                ReferenceCountUtil.release(found);
            }
        }
        return null;
    }

    /**
     * The answer as it is sent.
     *
     * @param limit its length at most; where it would be longer it is cut, and says so
     */
    byte[] reply(int code, List<Answer> answers, int limit) {
        byte[] whole = reply(code, answers, false);
        return whole.length <= limit ? whole : reply(code, List.of(), true);
    }

    private byte[] reply(int code, List<Answer> answers, boolean cut) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(OWN_UDP_SIZE);
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        int recursion = bytes[2] & 1;
        header.put(bytes, 0, 2);
        header.put((byte) (0x80 | (cut ? 2 : 0) | recursion)).put((byte) (0x80 | code));
        header.putShort((short) 1).putShort((short) answers.size()).putShort((short) 0);
        header.putShort((short) (edns ? 1 : 0));
        out.writeBytes(header.array());
        // As it was asked, with its very letters: some resolvers compare them.
        out.writeBytes(Arrays.copyOfRange(bytes, HEADER, questionEnd));
        for (Answer answer : answers) {
            ByteBuffer fields = ByteBuffer.allocate(12);
            fields.putShort((short) (0xc000 | HEADER))
                    .putShort((short) answer.type())
                    .putShort((short) CLASS_IN);
            fields.putInt((int) answer.ttl()).putShort((short) answer.data().length);
            out.writeBytes(fields.array());
            out.writeBytes(answer.data());
        }
        if (edns) {
            out.writeBytes(new byte[] {0, 0, 41, OWN_UDP_SIZE >> 8, (byte) OWN_UDP_SIZE, 0, 0, 0, 0, 0, 0});
        }
        return out.toByteArray();
    }
}
