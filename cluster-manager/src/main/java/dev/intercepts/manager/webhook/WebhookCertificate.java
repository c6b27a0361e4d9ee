package dev.intercepts.manager.webhook;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The webhook's certificate, by a CA that signs nothing else: its key is gone once the certificate is made.
 *
 * @param certificate PEM
 * @param key PEM, PKCS #8
 * @param ca PEM, for the {@code caBundle}
 */
public record WebhookCertificate(String certificate, String key, String ca) {

    private static final Duration LIFE = Duration.ofDays(5 * 365);

    /** One that ends sooner than this is made anew at the next start. */
    private static final Duration RENEW = Duration.ofDays(365);

    /**
     * Makes one.
     *
     * @param services the names of the Services that lead to it, the first one first
     */
    public static WebhookCertificate generate(
            List<String> services, String namespace, Instant now, SecureRandom random) {
        try {
            KeyPair caKey = keyPair(random);
            X500Name caName = new X500Name("CN=Intercepts webhook CA");
            X509CertificateHolder ca = builder(caName, caName, caKey, now, random)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))
                    .build(signer(caKey));
            KeyPair key = keyPair(random);
            GeneralName[] names = services.stream()
                    .flatMap(service -> Stream.of(
                            service,
                            service + "." + namespace,
                            service + "." + namespace + ".svc",
                            service + "." + namespace + ".svc.cluster.local"))
                    .map(name -> new GeneralName(GeneralName.dNSName, name))
                    .toArray(GeneralName[]::new);
            X509CertificateHolder serving = builder(
                            caName,
                            new X500Name("CN=" + services.getFirst() + "." + namespace + ".svc"),
                            key,
                            now,
                            random)
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names))
                    .build(signer(caKey));
            return new WebhookCertificate(pem(serving), pem(new JcaPKCS8Generator(key.getPrivate(), null)), pem(ca));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("cannot make the webhook's certificate", e);
        }
    }

    /**
     * From a Secret's values; empty where one is missing, or the certificate ends soon or is not for that name.
     *
     * @param host name that whoever connects asks for
     */
    public static Optional<WebhookCertificate> ofSecret(Map<String, String> values, String host, Instant now) {
        String certificate = values.get("tls.crt");
        String key = values.get("tls.key");
        String ca = values.get("ca.crt");
        if (certificate == null || key == null || ca == null) {
            return Optional.empty();
        }
        try {
            X509Certificate parsed = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate.getBytes(StandardCharsets.UTF_8)));
            return parsed.getNotAfter().toInstant().isAfter(now.plus(RENEW)) && isFor(host, parsed)
                    ? Optional.of(new WebhookCertificate(certificate, key, ca))
                    : Optional.empty();
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static boolean isFor(String host, X509Certificate certificate) throws CertificateParsingException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names != null && names.stream().anyMatch(name -> name.contains(host));
    }

    /** As a Secret's values. */
    public Map<String, String> toSecret() {
        return Map.of("tls.crt", certificate, "tls.key", key, "ca.crt", ca);
    }

    /** For a server. */
    public SslContext serverContext() {
        try {
            return SslContextBuilder.forServer(
                            new ByteArrayInputStream(certificate.getBytes(StandardCharsets.UTF_8)),
                            new ByteArrayInputStream(key.getBytes(StandardCharsets.UTF_8)))
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (IOException e) {
            throw new IllegalStateException("the webhook's certificate cannot be used; delete its Secret", e);
        }
    }

    /** Without the key, so that it can be logged. */
    @Override
    public String toString() {
        return "WebhookCertificate[]";
    }

    private static KeyPair keyPair(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, KeyPair key, Instant now, SecureRandom random) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(127, random),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(LIFE)),
                subject,
                key.getPublic());
    }

    private static ContentSigner signer(KeyPair key) throws OperatorCreationException {
        return new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate());
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }
}
