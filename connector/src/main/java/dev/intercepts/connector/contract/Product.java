package dev.intercepts.connector.contract;

/** Which build this is. */
public final class Product {

    private Product() {}

    /** From the jar's manifest; {@code development} where the classes are not in a jar. */
    public static String version() {
        String version = Product.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
