package dev.intercepts.connector.outbound;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsPtrRecord;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRecordEncoder;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What the cluster's name server says.
 *
 * @param code RFC 1035 §4.1.1, RCODE
 * @param answers records of the type that was asked for, whatever aliases led to them
 */
record DnsReply(int code, List<DnsQuery.Answer> answers) {

    private static final int HEADER = 12;

    /** Addresses of Services change, and a laptop leaves: nobody shall remember them for long. */
    private static final long MOST_TTL_SECONDS = 5;

    /** A question to the cluster's name server. */
    static byte[] question(int id, String name, int type) throws IOException {
        ByteBuf out = Unpooled.buffer();
        out.writeShort(id).writeShort(0x0100).writeShort(1).writeZero(6);
        try {
            DnsRecordEncoder.DEFAULT.encodeQuestion(
                    new DefaultDnsQuestion(name + ".", DnsRecordType.valueOf(type)), out);
            return ByteBufUtil.getBytes(out);
        } catch (Exception e) {
            throw new IOException("not a name that can be asked: " + name, e);
        } finally {
            out.release();
        }
    }

    /**
     * Reads an answer.
     *
     * @throws IOException where it is none to the question of this number
     */
    static DnsReply parse(byte[] bytes, int id, int type) throws IOException {
        if (bytes.length < HEADER || (ByteBuffer.wrap(bytes).getShort(0) & 0xffff) != id || bytes[2] >= 0) {
            throw new IOException("not an answer to what was asked");
        }
        ByteBuffer header = ByteBuffer.wrap(bytes);
        ByteBuf in = Unpooled.wrappedBuffer(bytes).skipBytes(HEADER);
        List<DnsQuery.Answer> answers = new ArrayList<>();
        try {
            for (int i = 0; i < header.getShort(4); i++) {
                DnsRecordDecoder.DEFAULT.decodeQuestion(in);
            }
            for (int i = 0; i < header.getShort(6); i++) {
                DnsRecord found = DnsRecordDecoder.DEFAULT.decodeRecord(in);
                if (found == null) {
                    throw new IOException("an answer that is cut off");
                }
                try {
                    if (found.type().intValue() == type) {
                        answers.add(
                                new DnsQuery.Answer(type, Math.min(found.timeToLive(), MOST_TTL_SECONDS), data(found)));
                    }
                } finally {
                    ReferenceCountUtil.release(found);
                }
            }
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("an answer that cannot be read", e);
        }
        return new DnsReply(bytes[3] & 0xf, answers);
    }

    private static byte[] data(DnsRecord found) throws Exception {
        if (found instanceof DnsRawRecord raw) {
            return ByteBufUtil.getBytes(raw.content());
        }
        if (found instanceof DnsPtrRecord pointer) {
            byte[] question = question(0, pointer.hostname().replaceAll("\\.$", ""), 1);
            return java.util.Arrays.copyOfRange(question, HEADER, question.length - 4);
        }
        throw new IOException("a record of type " + found.type().name());
    }
}
