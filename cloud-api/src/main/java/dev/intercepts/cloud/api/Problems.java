package dev.intercepts.cloud.api;

import dev.intercepts.cloud.intercepts.Intercepts;
import dev.intercepts.cloud.organizations.OrganizationRules;
import dev.intercepts.cloud.previews.Previews;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Turns what goes wrong into problem details (RFC 9457). */
@RestControllerAdvice(basePackageClasses = Problems.class)
class Problems extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler
    ProblemDetail on(BadRequestException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, message(e));
    }

    @ExceptionHandler
    ProblemDetail on(UnprocessableException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.UNPROCESSABLE_CONTENT, message(e));
    }

    @ExceptionHandler
    ProblemDetail on(NotFoundException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, message(e));
    }

    @ExceptionHandler
    ProblemDetail on(Intercepts.NoSuchClusterException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.UNPROCESSABLE_CONTENT, message(e));
    }

    @ExceptionHandler
    ProblemDetail on(Intercepts.HeldByAnotherException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, message(e));
    }

    @ExceptionHandler
    ProblemDetail on(Previews.NoIngressException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.UNPROCESSABLE_CONTENT, message(e));
    }

    @ExceptionHandler({OrganizationRules.SharingRefusedException.class, OrganizationRules.NotOwnerException.class})
    ProblemDetail refused(RuntimeException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.FORBIDDEN, message(e));
    }

    @ExceptionHandler
    ProblemDetail on(PreconditionFailedException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.PRECONDITION_FAILED, message(e));
    }

    /** Two did the same in the same moment; the one that came second finds what the first one made when it asks again. */
    @ExceptionHandler
    ProblemDetail on(DataIntegrityViolationException e) {
        LOG.atInfo().setCause(e).log("Two requests met at a row");
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.CONFLICT, "Somebody else did the same in this moment; look, and send it again");
    }

    /** Whatever else goes wrong is our fault: it stands in the log, and nothing of it in the answer. */
    @ExceptionHandler
    ProblemDetail fault(RuntimeException e) {
        if (e instanceof AccessDeniedException || e instanceof AuthenticationException) {
            throw e;
        }
        LOG.atError().setCause(e).log("A request of the API failed");
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.INTERNAL_SERVER_ERROR, "The fault is ours, and it is in our log. Try again in a minute.");
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> on(TooManyRequestsException e) {
        return ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS)
                .header(HttpHeaders.RETRY_AFTER, Long.toString(e.retryAfterSeconds()))
                .body(ProblemDetail.forStatusAndDetail(HttpStatus.TOO_MANY_REQUESTS, message(e)));
    }

    private static String message(RuntimeException e) {
        return String.valueOf(e.getMessage());
    }
}
