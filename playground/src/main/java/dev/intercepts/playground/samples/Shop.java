package dev.intercepts.playground.samples;

import java.io.IOException;

/** Entry point of the image of all samples: the container's argument says which one it is. */
public final class Shop {

    private Shop() {}

    /**
     * Runs one.
     *
     * @param arguments its name, as in the shop's manifests
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        String name = arguments.length == 1 ? arguments[0] : String.join(" ", arguments);
        String[] none = {};
        switch (name) {
            case "web" -> Web.main(none);
            case "hello" -> Hello.main(none);
            case "orders" -> Orders.main(none);
            case "dataprocessingnodeservice" -> DataProcessingNodeService.main(none);
            case "ingress" -> IngressController.main(none);
            default -> {
                System.err.println(
                        "argument: " + name + " (expected: web, hello, orders, dataprocessingnodeservice or ingress)");
                System.exit(2);
            }
        }
    }
}
