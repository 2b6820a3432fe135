package dev.stackhouse.query.server;

import com.google.protobuf.ByteString;
import dev.stackhouse.proto.query.v1.ExportFormat;
import dev.stackhouse.proto.query.v1.ExportProfileResponse;
import dev.stackhouse.query.export.CollapsedExport;
import dev.stackhouse.query.export.HtmlExport;
import dev.stackhouse.query.export.PprofExport;
import dev.stackhouse.query.export.SpeedscopeExport;
import dev.stackhouse.query.flamegraph.FlameTree;
import dev.stackhouse.query.flamegraph.MethodStacks;
import dev.stackhouse.query.flamegraph.Pruning;
import dev.stackhouse.storage.read.StackTotals;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The kinds of files that a selection can be exported to. */
enum ProfileFile {
    PPROF(ExportFormat.EXPORT_FORMAT_PPROF, "pprof", "application/octet-stream", ".pb.gz") {
        @Override
        byte[] content(Target target, StackTotals totals) {
            TimeRange range = target.range();
            return PprofExport.write(
                    totals, target.event().text(), target.event().unitText(), range.fromMillis(), range.toMillis());
        }
    },
    COLLAPSED(ExportFormat.EXPORT_FORMAT_COLLAPSED, "collapsed", "text/plain; charset=utf-8", ".collapsed.txt") {
        @Override
        byte[] content(Target target, StackTotals totals) {
            return CollapsedExport.write(FlameTree.of(MethodStacks.of(totals))).getBytes(StandardCharsets.UTF_8);
        }
    },
    HTML(ExportFormat.EXPORT_FORMAT_HTML, "html", "text/html; charset=utf-8", ".html") {
        @Override
        byte[] content(Target target, StackTotals totals) {
            TimeRange range = target.range();
            FlameTree tree = Pruning.prune(FlameTree.of(MethodStacks.of(totals)), HTML_NODES);
            return HtmlExport.write(
                            title(target),
                            tree,
                            target.event().text(),
                            target.event().unit().name(),
                            range.lengthMillis())
                    .getBytes(StandardCharsets.UTF_8);
        }
    },
    SPEEDSCOPE(
            ExportFormat.EXPORT_FORMAT_SPEEDSCOPE,
            "speedscope",
            "application/json; charset=utf-8",
            ".speedscope.json") {
        @Override
        byte[] content(Target target, StackTotals totals) {
            return SpeedscopeExport.write(
                            title(target),
                            FlameTree.of(MethodStacks.of(totals)),
                            target.event().unitText())
                    .getBytes(StandardCharsets.UTF_8);
        }
    };

    private static String title(Target target) {
        return target.service() + " " + target.event().text() + ", "
                + Instant.ofEpochMilli(target.range().fromMillis()) + " to "
                + Instant.ofEpochMilli(target.range().toMillis());
    }

    private static final int HTML_NODES = 50_000;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final ExportFormat format;
    private final String text;
    private final String contentType;
    private final String suffix;

    ProfileFile(ExportFormat format, String text, String contentType, String suffix) {
        this.format = format;
        this.text = text;
        this.contentType = contentType;
        this.suffix = suffix;
    }

    static ProfileFile of(ExportFormat format) {
        for (ProfileFile file : values()) {
            if (file.format == format) {
                return file;
            }
        }
        throw RequestException.invalid("format is " + format + "; choose pprof, collapsed, HTML or speedscope");
    }

    /** The format of a name as it stands in an address: "pprof", "collapsed", "html" or "speedscope". */
    static ExportFormat parse(String text) {
        for (ProfileFile file : values()) {
            if (file.text.equals(text)) {
                return file.format;
            }
        }
        throw RequestException.invalid("unknown format '" + text + "'; one of pprof, collapsed, html, speedscope");
    }

    ExportProfileResponse write(Target target, StackTotals totals) {
        String service = target.service().replaceAll("[^a-zA-Z0-9._-]", "_");
        String start = TIME.format(Instant.ofEpochMilli(target.range().fromMillis()));
        return ExportProfileResponse.newBuilder()
                .setContent(ByteString.copyFrom(content(target, totals)))
                .setContentType(contentType)
                .setFileName(service + "-" + target.event().text() + "-" + start + suffix)
                .build();
    }

    abstract byte[] content(Target target, StackTotals totals);
}
