package dev.intercepts.cloud.api;

import dev.intercepts.cloud.intercepts.Intercepts;
import dev.intercepts.cloud.organizations.OrganizationRules;
import dev.intercepts.cloud.previews.Previews;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Turns what goes wrong into problem details (RFC 9457). */
@RestControllerAdvice(basePackageClasses = Problems.class)
class Problems extends ResponseEntityExceptionHandler {

    @ExceptionHandler
    ProblemDetail on(BadRequestException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, message(e));
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
    ProblemDetail on(UplinkController.TokenException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.UNAUTHORIZED, message(e));
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
