package dev.intercepts.connector.outbound;

import dev.intercepts.tunnel.StreamOpener;
import dev.intercepts.tunnel.StreamRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/**
 * The cluster's own name server, asked by TCP (RFC 7766) through the tunnel, so that a name means on the laptop what it means in a
 * pod: headless Services, StatefulSets' pods and external names among them. A stream for each question.
 */
final class ClusterDns {

    /** Where it is: what nearly all distributions call it, then OpenShift's and RKE2's own names. */
    private static final List<String> KNOWN = List.of(
            "kube-dns.kube-system.svc:53",
            "dns-default.openshift-dns.svc:53",
            "rke2-coredns-rke2-coredns.kube-system.svc:53");

    private static final long LIMIT_MILLIS = 4_000;

    private final StreamOpener cluster;
    private final RandomGenerator random;
    private volatile String authority = KNOWN.getFirst();

    ClusterDns(StreamOpener cluster, RandomGenerator random) {
        this.cluster = cluster;
        this.random = random;
    }

    /**
     * Asks; blocks.
     *
     * @param name full, without a dot at the end
     * @param type of record, as a number
     * @throws IOException where no answer comes
     */
    DnsReply ask(String name, int type) throws IOException, InterruptedException {
        int id = random.nextInt(0x10000);
        byte[] question = DnsReply.question(id, name, type);
        String first = authority;
        IOException failure;
        try {
            return DnsReply.parse(exchange(first, question), id, type);
        } catch (IOException e) {
            failure = e;
        }
        for (String other : KNOWN) {
            if (!other.equals(first)) {
                try {
                    DnsReply reply = DnsReply.parse(exchange(other, question), id, type);
                    authority = other;
                    return reply;
                } catch (IOException e) {
                    failure.addSuppressed(e);
                }
            }
        }
        throw failure;
    }

    private byte[] exchange(String server, byte[] question) throws IOException, InterruptedException {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        Future<Channel> opening = cluster.open(new StreamRequest(server, Map.of()), new OneMessage(answer));
        opening.addListener((Future<Channel> opened) -> {
            if (opened.isSuccess()) {
                Channel stream = opened.getNow();
                stream.writeAndFlush(
                        Unpooled.wrappedBuffer(Unpooled.copyShort(question.length), Unpooled.wrappedBuffer(question)));
                answer.whenComplete((bytes, failure) -> stream.close());
            } else {
                answer.completeExceptionally(opened.cause());
            }
        });
        try {
            return answer.get(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(server + " was not reached", e);
        } catch (TimeoutException e) {
            opening.cancel(false);
            answer.completeExceptionally(e);
            throw new IOException(server + " does not answer", e);
        }
    }

    /** Collects one message with its length before it. */
    private static final class OneMessage extends ByteToMessageDecoder {

        private final CompletableFuture<byte[]> message;

        OneMessage(CompletableFuture<byte[]> message) {
            this.message = message;
        }

        @Override
        protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
            int start = in.readerIndex();
            if (in.readableBytes() >= 2 && in.readableBytes() >= 2 + in.getUnsignedShort(start)) {
                message.complete(ByteBufUtil.getBytes(in, start + 2, in.getUnsignedShort(start)));
                in.skipBytes(in.readableBytes());
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) throws Exception {
            super.channelInactive(ctx);
            message.completeExceptionally(new IOException("the stream ended before the answer"));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            message.completeExceptionally(cause);
            ctx.close();
        }
    }
}
