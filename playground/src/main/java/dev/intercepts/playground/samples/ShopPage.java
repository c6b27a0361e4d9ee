package dev.intercepts.playground.samples;

import static dev.intercepts.playground.http.Html.escape;

import dev.intercepts.playground.samples.Upstream.Reply;
import java.util.stream.Collectors;

/** The shop's front page. Each part says which service it is from. */
final class ShopPage {

    private ShopPage() {}

    static String render(Reply hello, Reply orders, Reply color, String pod) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Acme Shop</title>
                <style>
                :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; --accent: %s }
                body { margin: 0 }
                header { background: var(--accent); color: #fff; padding: 32px max(24px, calc(50vw - 400px)) }
                header p { margin: 0; opacity: .85 }
                h1 { margin: 0; font-size: 28px }
                main { display: grid; grid-template-columns: repeat(auto-fit, minmax(280px, 1fr)); gap: 24px;
                  max-width: 800px; margin: 32px auto; padding: 0 24px }
                section { border: 1px solid #8884; border-radius: 12px; padding: 16px 24px }
                h2 { margin: 0 0 8px; font-size: 14px; font-weight: 600; opacity: .7 }
                h2 code { font-size: 14px; color: inherit }
                pre { margin: 0; font: inherit; white-space: pre-wrap; overflow-wrap: anywhere }
                .greeting pre { font-size: 20px }
                .broken { border-color: crimson }
                footer { max-width: 800px; margin: 0 auto; padding: 0 24px 32px; font-size: 14px; opacity: .7 }
                </style>
                </head>
                <body>
                <header><h1>Acme Shop</h1><p>Everything for the discerning coyote</p></header>
                <main>
                %s%s</main>
                <footer>Put together by %s; the colour is %s.</footer>
                </body>
                </html>
                """.formatted(
                        cssColor(color),
                        section("greeting", "hello", hello),
                        section("orders", "orders", orders),
                        escape(pod),
                        escape(color.ok() ? color.text() + ", says dataprocessingnodeservice" : "nobody's choice"));
    }

    private static String section(String kind, String service, Reply reply) {
        return """
                <section id="%s" class="%s%s"><h2>From service <code>%s</code></h2><pre>%s</pre></section>
                """.formatted(
                        kind,
                        kind,
                        reply.ok() ? "" : " broken",
                        service,
                        reply.text().lines().map(line -> escape(line)).collect(Collectors.joining("\n")));
    }

    /** A name or a hexadecimal colour; nothing else goes into the style sheet. */
    private static String cssColor(Reply color) {
        return color.ok() && color.text().matches("[a-zA-Z]{3,20}|#[0-9a-fA-F]{3,8}") ? color.text() : "slategray";
    }
}
