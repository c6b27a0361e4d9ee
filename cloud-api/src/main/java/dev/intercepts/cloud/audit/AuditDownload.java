package dev.intercepts.cloud.audit;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Service;

/**
 * Answers a request with the audit trail as a file. It is written by the request's own thread, which is a virtual one: what is
 * answered by another has a time limit, and an export takes as long as it takes.
 */
@Service
public class AuditDownload {

    private final AuditLog log;

    AuditDownload(AuditLog log) {
        this.log = log;
    }

    /**
     * Writes all that a query finds.
     *
     * @param organization its name, for the name of the file
     * @throws RuntimeException where it fails before anything was sent
     * @throws IOException where it fails later, or the client is gone. It must reach the container, which breaks the connection: else
     *     the part that was sent would look like the whole (RFC 9112 §8)
     */
    public void send(
            UUID organizationId,
            String organization,
            AuditQuery query,
            AuditExport format,
            HttpServletResponse response)
            throws IOException {
        String name = "audit-" + organization + "." + format.extension();
        response.setContentType(format.mediaType() + ";charset=utf-8");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename(name).build().toString());
        try {
            log.export(organizationId, query, format, response.getOutputStream());
        } catch (RuntimeException e) {
            if (!response.isCommitted()) {
                throw e;
            }
            throw new IOException("An export of the audit trail failed on its way", e);
        }
    }
}
