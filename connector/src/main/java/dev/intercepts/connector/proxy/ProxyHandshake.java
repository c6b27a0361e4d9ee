package dev.intercepts.connector.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a program asks: SOCKS5 (RFC 1928) where the first byte is 5, else HTTP. Then it leaves the pipeline and hands over
 * the request; bytes that came after it are handed over as well. Who hangs up first, or does not come to the point, is hung up on.
 */
final class ProxyHandshake extends ByteToMessageDecoder {

    /** For the whole request. */
    static final int LIMIT_SECONDS = 30;

    private static final int MAX_HEAD = 64 * 1024;
    private static final byte SOCKS = 5;
    private static final byte[] SOCKS_NO_AUTHENTICATION = {SOCKS, 0};
    private static final byte[] SOCKS_OPEN = {SOCKS, 0, 0, 1, 0, 0, 0, 0, 0, 0};
    private static final byte[] SOCKS_NOT_SUPPORTED = {SOCKS, 7, 0, 1, 0, 0, 0, 0, 0, 0};
    private static final byte[] BAD_REQUEST = ("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n"
                    + "Content-Type: text/plain\r\nContent-Length: 59\r\n\r\n"
                    + "This is an HTTP and SOCKS5 proxy into a Kubernetes cluster.")
            .getBytes(StandardCharsets.US_ASCII);

    private final BiConsumer<ChannelHandlerContext, ProxyRequest> onRequest;
    private boolean greeted;
    private @Nullable Future<?> limit;

    ProxyHandshake(BiConsumer<ChannelHandlerContext, ProxyRequest> onRequest) {
        this.onRequest = onRequest;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        limit = ctx.executor().schedule(() -> ctx.close(), LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) {
        if (limit != null) {
            limit.cancel(false);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        super.userEventTriggered(ctx, event);
        // With half-closing allowed nobody else closes it. What is to be said before is written already.
        if (event instanceof ChannelInputShutdownEvent && !ctx.isRemoved()) {
            ctx.close();
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (!in.isReadable()) {
            return;
        }
        if (in.getByte(in.readerIndex()) == SOCKS) {
            decodeSocks(ctx, in);
        } else {
            decodeHttp(ctx, in);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private void decodeSocks(ChannelHandlerContext ctx, ByteBuf in) {
        if (!greeted) {
            int start = in.readerIndex();
            if (in.readableBytes() < 2 || in.readableBytes() < 2 + in.getUnsignedByte(start + 1)) {
                return;
            }
            in.skipBytes(2 + in.getUnsignedByte(start + 1));
            greeted = true;
            ctx.writeAndFlush(Unpooled.wrappedBuffer(SOCKS_NO_AUTHENTICATION));
            return;
        }
        int start = in.readerIndex();
        if (in.readableBytes() < 5) {
            return;
        }
        int type = in.getByte(start + 3);
        int hostLength = hostLength(type, in.getUnsignedByte(start + 4));
        if (in.getByte(start + 1) != 1 || hostLength < 0) {
            in.skipBytes(in.readableBytes());
            ctx.writeAndFlush(Unpooled.wrappedBuffer(SOCKS_NOT_SUPPORTED)).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        int hostAt = type == 3 ? start + 5 : start + 4;
        int end = hostAt + hostLength + 2;
        if (in.writerIndex() < end) {
            return;
        }
        byte[] host = ByteBufUtil.getBytes(in, hostAt, hostLength);
        int port = in.getUnsignedShort(hostAt + hostLength);
        in.readerIndex(end);
        String name = type == 3 ? new String(host, StandardCharsets.US_ASCII) : address(host);
        hand(ctx, in, new ProxyRequest(name, port, SOCKS_OPEN, new byte[0]));
    }

    private static int hostLength(int type, int first) {
        return switch (type) {
            case 1 -> 4;
            case 3 -> first;
            case 4 -> 16;
            default -> -1;
        };
    }

    private static String address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }

    private void decodeHttp(ChannelHandlerContext ctx, ByteBuf in) {
        byte[] seen = ByteBufUtil.getBytes(in);
        int end = headEnd(seen);
        if (end < 0 && seen.length < MAX_HEAD) {
            return;
        }
        @Nullable ProxyRequest request = end < 0 ? null : HttpHead.parse(java.util.Arrays.copyOf(seen, end));
        if (request == null) {
            in.skipBytes(in.readableBytes());
            ctx.writeAndFlush(Unpooled.wrappedBuffer(BAD_REQUEST)).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        in.skipBytes(end);
        hand(ctx, in, request);
    }

    private static int headEnd(byte[] bytes) {
        for (int i = 3; i < bytes.length; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }

    private void hand(ChannelHandlerContext ctx, ByteBuf in, ProxyRequest request) {
        byte[] rest = ByteBufUtil.getBytes(in);
        in.skipBytes(in.readableBytes());
        byte[] firstBytes = new byte[request.firstBytes().length + rest.length];
        System.arraycopy(request.firstBytes(), 0, firstBytes, 0, request.firstBytes().length);
        System.arraycopy(rest, 0, firstBytes, request.firstBytes().length, rest.length);
        // What arrives from now on is for the stream, which is not there yet.
        ctx.channel().config().setAutoRead(false);
        onRequest.accept(ctx, new ProxyRequest(request.host(), request.port(), request.answer(), firstBytes));
        ctx.pipeline().remove(this);
    }
}
