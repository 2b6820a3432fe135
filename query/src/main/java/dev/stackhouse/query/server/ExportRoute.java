package dev.stackhouse.query.server;

import com.linecorp.armeria.common.ContentDisposition;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.AbstractHttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.stackhouse.proto.query.v1.ExportProfileRequest;
import dev.stackhouse.proto.query.v1.ExportProfileResponse;
import dev.stackhouse.proto.query.v1.Selection;
import java.util.concurrent.CompletableFuture;

/** Exports as downloads: {@code GET /export/{format}?service=..&event=..&selector=..&from=..&to=..}. */
final class ExportRoute extends AbstractHttpService {
    static final String PATH = "/export/{format}";

    private final Answers answers;
    private final QueryGate gate;

    ExportRoute(Answers answers, QueryGate gate) {
        this.answers = answers;
        this.gate = gate;
    }

    @Override
    protected HttpResponse doGet(ServiceRequestContext context, HttpRequest request) {
        return HttpResponse.of(CompletableFuture.supplyAsync(() -> answer(context), context.blockingTaskExecutor()));
    }

    private HttpResponse answer(ServiceRequestContext context) {
        try {
            ExportProfileRequest request = ExportProfileRequest.newBuilder()
                    .setFormat(ProfileFile.parse(String.valueOf(context.pathParam("format"))))
                    .setSelection(Selection.newBuilder()
                            .setService(parameter(context, "service"))
                            .setEvent(parameter(context, "event"))
                            .setSelector(parameter(context, "selector"))
                            .setFromUnixMillis(millis(context, "from"))
                            .setToUnixMillis(millis(context, "to")))
                    .build();
            return file(gate.enter(() -> answers.export(request)));
        } catch (RuntimeException e) {
            return JsonErrors.of(context, ErrorStatus.of(e));
        }
    }

    private static HttpResponse file(ExportProfileResponse file) {
        ResponseHeaders headers = ResponseHeaders.builder(HttpStatus.OK)
                .set(HttpHeaderNames.CONTENT_TYPE, file.getContentType())
                .contentDisposition(ContentDisposition.builder("attachment")
                        .filename(file.getFileName())
                        .build())
                .build();
        return HttpResponse.of(headers, HttpData.wrap(file.getContent().toByteArray()));
    }

    private static String parameter(ServiceRequestContext context, String name) {
        String value = context.queryParam(name);
        return value == null ? "" : value;
    }

    private static long millis(ServiceRequestContext context, String name) {
        String value = parameter(context, name);
        try {
            return value.isEmpty() ? 0 : Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw RequestException.invalid(
                    "'" + name + "' is '" + value + "', not a number of milliseconds since the Unix epoch");
        }
    }
}
