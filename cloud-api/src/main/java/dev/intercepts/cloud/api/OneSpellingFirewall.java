package dev.intercepts.cloud.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;
import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * Refuses addresses that are spelt otherwise than they need be: {@code /%61pi} is {@code /api} (RFC 3986 §2.3, §6.2.2.2), and comes to
 * the same controller. What looks at a path as it stands in the request (the consent, limits of rates and bodies) would not know
 * it again. With what Spring Security refuses already, {@code //}, {@code /./}, {@code ;} and {@code %2F}, each of our addresses
 * has one spelling.
 */
final class OneSpellingFirewall extends StrictHttpFirewall {

    /** A letter, a digit, or one of {@code -._~}, percent-encoded. */
    private static final Pattern NEEDLESS =
            Pattern.compile("%(2[DE]|3[0-9]|4[1-9A-F]|5[0-9AF]|6[1-9A-F]|7[0-9AE])", Pattern.CASE_INSENSITIVE);

    @Override
    public FirewalledRequest getFirewalledRequest(HttpServletRequest request) {
        if (speltOtherwise(request.getRequestURI())) {
            throw new RequestRejectedException("its path has letters, digits or -._~ percent-encoded");
        }
        return super.getFirewalledRequest(request);
    }

    /** Whether a path, not decoded, has an equal that is shorter. */
    static boolean speltOtherwise(String path) {
        return NEEDLESS.matcher(path).find();
    }
}
