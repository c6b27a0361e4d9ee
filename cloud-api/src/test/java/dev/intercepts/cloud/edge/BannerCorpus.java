package dev.intercepts.cloud.edge;

import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Answers of all kinds that applications give to browsers, and whether the banner's tag belongs behind them. */
final class BannerCorpus {

    static final String DOCUMENT =
            "Accept: text/html,*/*\r\nSec-Fetch-Dest: document\r\nAccept-Encoding: gzip, br, zstd\r\n";

    private static final String HTML = "Content-Type: text/html; charset=utf-8\r\n";
    private static final String HELLO =
            "<!doctype html><html lang=\"en\"><head><title>Hi</title></head><body><p>hi</p></body></html>\n";

    /**
     * One answer.
     *
     * @param name what is special about it
     * @param banner whether the tag is added
     * @param status line without version
     * @param fields each ended by CRLF, without those of the framing
     * @param content before coding
     * @param charset of the content
     * @param body as sent
     * @param request fields of the request, each ended by CRLF
     */
    record Page(
            String name,
            boolean banner,
            String status,
            String fields,
            byte[] content,
            Charset charset,
            byte[] body,
            String request) {

        @Override
        public String toString() {
            return name;
        }

        private Page fields(String added) {
            return new Page(name, banner, status, fields + added, content, charset, body, request);
        }

        private Page status(String other) {
            return new Page(name, banner, other, fields, content, charset, body, request);
        }

        private Page to(String otherRequest) {
            return new Page(name, banner, status, fields, content, charset, body, otherRequest);
        }

        private Page as(String coding, byte[] coded) {
            return new Page(
                    name,
                    banner,
                    status,
                    fields + "Content-Encoding: " + coding + "\r\n",
                    content,
                    charset,
                    coded,
                    request);
        }

        private Page type(String contentType) {
            String other = contentType.isEmpty() ? "" : "Content-Type: " + contentType + "\r\n";
            return new Page(name, banner, status, fields.replace(HTML, other), content, charset, body, request);
        }
    }

    private BannerCorpus() {}

    private static Page page(boolean banner, String name, String content, Charset charset) {
        byte[] bytes = content.getBytes(charset);
        return new Page(name, banner, "200 OK", HTML, bytes, charset, bytes, DOCUMENT);
    }

    private static Page gets(String name, String content) {
        return page(true, name, content, StandardCharsets.UTF_8);
    }

    private static Page stays(String name, String content) {
        return page(false, name, content, StandardCharsets.UTF_8);
    }

    static List<Page> all() {
        List<Page> all = new ArrayList<>();
        all.addAll(markup());
        all.addAll(charsets());
        all.addAll(codings());
        all.addAll(fields());
        all.addAll(otherAnswers());
        all.addAll(otherRequests());
        return all;
    }

    /** Whole, broken and odd markup. */
    private static List<Page> markup() {
        return List.of(
                gets("a page", HELLO),
                gets("a page without end tags", "<!doctype html><title>Hi</title><p>hi"),
                gets("nothing behind the doctype", "<!doctype html>"),
                gets("a page in upper case", "<!DOCTYPE HTML><HTML><BODY><P>HI</P></BODY></HTML>"),
                gets("a doctype with a public identifier", "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0//EN\"><p>hi"),
                gets("text only", "hi"),
                gets("one character", "h"),
                gets("a comment behind the page", HELLO + "<!-- </body> -->"),
                gets("a comment that is empty", "<p>hi<!-->there"),
                gets("a comment that ends with a bang", "<p>hi<!-- a --!>there"),
                gets("an end of the body in a comment", "<body><!-- </body></html> --><p>hi</body></html>"),
                gets("an end of the body in a script", "<body><script>var s = '</body></html>'</script><p>hi</body>"),
                gets("an end of the body in a value", "<body title='</body>'><p data-x=\"</html>\">hi</body>"),
                gets("an end of the body in a text area", "<body><textarea></body></html></textarea></body>"),
                gets("two bodies", "<body><p>one</body><body><p>two</body></html></html>"),
                gets("a script within a script's comment", "<script><!-- <script>x</script> --></script><p>hi"),
                gets("a script's comment that is not closed", "<script><!-- x</script><p>hi"),
                gets("a lone angle bracket", "<p>1 < 2 and 3 <4"),
                gets("a question mark", "<?xml version=\"1.0\"?><html><p>hi</html>"),
                gets(
                        "a drawing with empty style and script",
                        "<svg><style/><script href='x'/><title>t</title></svg><p>hi"),
                gets("a drawing with a section", "<svg><![CDATA[ <!-- </svg> ]]></svg><p>hi"),
                gets("an unquoted value that ends in a slash", "<a href=/x/>hi</a><br/>"),
                gets("an equals sign for a name", "<p =\"x>hi"),
                gets("an end tag with attributes", "<script></script x='>'><p>hi"),
                gets("a long page", "<p>" + "hello <b>world</b> ".repeat(20_000)),
                stays("nothing at all", ""),
                stays("a comment that is not closed", "<p>hi<!-- there"),
                stays("a script that is not closed", "<p>hi<script>var x = 1 // "),
                stays("a nested script that is not closed", "<p>hi<script><!-- <script> </script>"),
                stays("a style that is not closed", "<p>hi<style>p { color: red }"),
                stays("a text area that is not closed", "<p>hi<textarea>your text"),
                stays("a title that is not closed", "<title>hi"),
                stays("a tag that is not closed", "<p>hi<p class"),
                stays("a value that is not closed", "<p>hi<p class=\"x"),
                stays("an unquoted value that is not closed", "<p>hi<a href=x"),
                stays("plain text", "<plaintext>hi</plaintext>"));
    }

    private static List<Page> charsets() {
        String japanese = "<p>\u65e5\u672c\u8a9e\u8868\u30bd</p>";
        return List.of(
                gets("UTF-8 with a byte order mark", "\ufeff" + HELLO),
                page(true, "UTF-16, little-endian", HELLO + japanese, StandardCharsets.UTF_16LE)
                        .type("text/html; charset=UTF-16LE"),
                page(true, "UTF-16 by name alone", HELLO, StandardCharsets.UTF_16LE)
                        .type("text/html; charset=utf-16"),
                page(true, "UTF-16, big-endian", HELLO + "\u3c41", StandardCharsets.UTF_16BE)
                        .type("text/html; charset=\"utf-16be\""),
                page(true, "UTF-16 by its mark", "\ufeff" + HELLO, StandardCharsets.UTF_16BE)
                        .type("text/html"),
                page(true, "UTF-16 against what is said", "\ufeff<p>hi", StandardCharsets.UTF_16LE),
                page(false, "UTF-16 in a comment", "\ufeff<p>hi<!--", StandardCharsets.UTF_16LE),
                page(true, "Shift_JIS", japanese, Charset.forName("Shift_JIS")).type("text/html; charset=Shift_JIS"),
                page(
                                true,
                                "Shift_JIS by a meta element",
                                "<meta charset=shift_jis>" + japanese,
                                Charset.forName("Shift_JIS"))
                        .type("text/html"),
                page(true, "windows-1252", "<p>caf\u00e9 \u20ac", Charset.forName("windows-1252"))
                        .type("text/html;charset=windows-1252"),
                page(true, "GB18030", "<p>\u4e2d\u6587\ud83d\ude00", Charset.forName("GB18030"))
                        .type("text/html; charset=gb18030"),
                page(true, "EUC-KR", "<p>\ud55c\uad6d\uc5b4", Charset.forName("EUC-KR"))
                        .type("text/html; charset=euc-kr"),
                page(true, "Big5", "<p>\u8a31\u529f\u84cb", Charset.forName("Big5"))
                        .type("text/html; charset=Big5"));
    }

    private static List<Page> codings() {
        byte[] hello = HELLO.getBytes(StandardCharsets.UTF_8);
        byte[] two = concat(gzip("<!doctype html>"), gzip("<p>two"));
        byte[] frames = concat(zstd("<!doctype html>"), zstd("<p>two"));
        byte[] long16 = "<p>hello ".repeat(5_000).getBytes(StandardCharsets.UTF_16LE);
        return List.of(
                gets("gzip", HELLO).as("gzip", gzip(HELLO)),
                gets("gzip by its old name", HELLO).as("x-gzip", gzip(HELLO)),
                gets("gzip in two members", "<!doctype html><p>two").as("gzip", two),
                gets("gzip of a long page", "<p>hello ".repeat(50_000)).as("gzip", gzip("<p>hello ".repeat(50_000))),
                stays("gzip of nothing", "").as("gzip", gzip("")),
                stays("gzip of a comment that is not closed", "<p>hi<!--").as("gzip", gzip("<p>hi<!--")),
                gets("brotli", HELLO).as("br", brotli(hello)),
                gets("brotli of a long page", "<p>hello ".repeat(50_000))
                        .as("br", brotli("<p>hello ".repeat(50_000).getBytes(StandardCharsets.UTF_8))),
                page(true, "brotli of UTF-16", "<p>hello ".repeat(5_000), StandardCharsets.UTF_16LE)
                        .type("text/html; charset=utf-16le")
                        .as("br", brotli(long16)),
                stays("brotli of nothing", "").as("br", brotli(new byte[0])),
                gets("zstd", HELLO).as("zstd", zstd(HELLO)),
                gets("zstd in two frames", "<!doctype html><p>two").as("zstd", frames),
                gets("identity", HELLO).as("identity", hello),
                stays("deflate", HELLO).as("deflate", deflate(hello)),
                stays("two codings", HELLO).as("gzip, gzip", gzip(HELLO)),
                stays("an unknown coding", HELLO).as("rot13", hello));
    }

    private static List<Page> fields() {
        String csp = "Content-Security-Policy: ";
        return List.of(
                gets("a type in upper case", HELLO).type("TEXT/HTML"),
                gets("a policy for everything", HELLO).fields(csp + "default-src 'self'\r\n"),
                gets("a policy that allows no script", HELLO).fields(csp + "script-src 'none'\r\n"),
                gets("a policy with a nonce", "<script nonce=x>1</script>").fields(csp + "script-src 'nonce-x'\r\n"),
                gets("a policy with a hash", "<script>1</script>").fields(csp + "script-src 'sha256-abc='\r\n"),
                gets("two policies", HELLO).fields(csp + "default-src 'none'\r\n" + csp + "script-src 'self'\r\n"),
                gets("a policy that only reports", HELLO)
                        .fields("Content-Security-Policy-Report-Only: default-src 'none'; report-uri /r\r\n"),
                gets(
                        "a policy in a meta element",
                        "<meta http-equiv=Content-Security-Policy content=\"default-src *\">hi"),
                gets("a page with a tag and digests", HELLO)
                        .fields("ETag: \"1\"\r\nContent-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==\r\nAccept-Ranges: bytes\r\n"
                                + "Digest: md5=HUXZLQLMuI/KZ5KDcJPcOA==\r\nContent-Digest: sha-256=:abc=:\r\n"),
                gets("a page shown in place", HELLO).fields("Content-Disposition: inline; filename=x.html\r\n"),
                gets("a page that may not be stored", HELLO).fields("Cache-Control: no-store, private\r\n"),
                stays("a page that may not be transformed", HELLO).fields("Cache-Control: no-cache, No-Transform\r\n"),
                stays("a download", HELLO).fields("Content-Disposition: Attachment; filename=x.html\r\n"));
    }

    private static List<Page> otherAnswers() {
        return List.of(
                gets("not found", HELLO).status("404 Not Found"),
                gets("an error", HELLO).status("500 Internal Server Error"),
                gets("a demand for a password", HELLO).status("401 Unauthorized"),
                gets(
                        "XHTML as HTML",
                        "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"><p/></html>"),
                stays("XHTML", "<html xmlns=\"http://www.w3.org/1999/xhtml\"/>").type("application/xhtml+xml"),
                stays("XML", "<a/>").type("text/xml"),
                stays("JSON", "{\"html\": \"<p>hi\"}").type("application/json"),
                stays("text", "<p>hi").type("text/plain"),
                stays("a drawing", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
                        .type("image/svg+xml"),
                stays("a script", "document.write('<p>')").type("text/javascript"),
                stays("a style sheet", "p {}").type("text/css"),
                stays("a type that only begins so", HELLO).type("text/htmlx"),
                stays("bytes", "\u0000\u0001<p>").type("application/octet-stream"),
                stays("no type", HELLO).type(""),
                stays("two types", HELLO).fields("Content-Type: text/plain\r\n"),
                stays("a part of a page", "<p>hi")
                        .status("206 Partial Content")
                        .fields("Content-Range: bytes 0-4/9\r\n"),
                stays("a redirection", "<a href=/x>moved</a>")
                        .status("302 Found")
                        .fields("Location: /x\r\n"));
    }

    private static List<Page> otherRequests() {
        String html = "Accept: text/html,*/*\r\n";
        String fetch = "Accept: */*\r\nSec-Fetch-Dest: empty\r\n";
        return List.of(
                gets("a browser that says nothing of its destination", HELLO).to(html),
                gets("a page loaded ahead", HELLO).to(DOCUMENT + "Sec-Purpose: prefetch\r\n"),
                stays("a frame", HELLO).to(html + "Sec-Fetch-Dest: iframe\r\n"),
                stays("a frame of a set", HELLO).to(html + "Sec-Fetch-Dest: frame\r\n"),
                stays("an object", HELLO).to(html + "Sec-Fetch-Dest: object\r\n"),
                stays("a fragment fetched by a script", "<li>hi").to(fetch),
                stays("a fragment fetched by a script that wants HTML", "<li>hi")
                        .to(html + "Sec-Fetch-Dest: empty\r\n"),
                stays("a fragment for htmx", "<li>hi").to(html + "HX-Request: true\r\n"),
                stays("a fragment for Turbo", "<li>hi").to(html + "Turbo-Frame: list\r\n"),
                stays("a fragment for jQuery", "<li>hi").to(html + "X-Requested-With: XMLHttpRequest\r\n"),
                stays("a program", HELLO).to("Accept: */*\r\n"),
                stays("a program that says nothing", HELLO).to(""),
                stays("a range that is not heeded", HELLO).to(DOCUMENT + "Range: bytes=0-\r\n"));
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] deflate(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflate = new DeflaterOutputStream(out, new Deflater())) {
            deflate.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] brotli(byte[] bytes) {
        com.aayushatharva.brotli4j.Brotli4jLoader.ensureAvailability();
        try {
            return Encoder.compress(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] zstd(String text) {
        return Zstd.compress(text.getBytes(StandardCharsets.UTF_8));
    }
}
