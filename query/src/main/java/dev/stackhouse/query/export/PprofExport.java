package dev.stackhouse.query.export;

import dev.stackhouse.query.flamegraph.Method;
import dev.stackhouse.storage.read.StackTotals;
import dev.stackhouse.storage.read.StackTotals.FrameRow;
import dev.stackhouse.storage.read.StackTotals.StackTotal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a gzipped pprof profile: message Profile of https://github.com/google/pprof/blob/main/proto/profile.proto, whose field
 * numbers the constants are. Each sample has two values, the number of samples and their weight; lines are kept.
 */
public final class PprofExport {
    private static final int SAMPLE_TYPE = 1;
    private static final int SAMPLE = 2;
    private static final int LOCATION = 4;
    private static final int FUNCTION = 5;
    private static final int STRING_TABLE = 6;
    private static final int TIME_NANOS = 9;
    private static final int DURATION_NANOS = 10;
    private static final int DEFAULT_SAMPLE_TYPE = 14;

    private static final int VALUE_TYPE_TYPE = 1;
    private static final int VALUE_TYPE_UNIT = 2;
    private static final int SAMPLE_LOCATION_ID = 1;
    private static final int SAMPLE_VALUE = 2;
    private static final int LOCATION_ID = 1;
    private static final int LOCATION_LINE = 4;
    private static final int LINE_FUNCTION_ID = 1;
    private static final int LINE_LINE = 2;
    private static final int FUNCTION_ID = 1;
    private static final int FUNCTION_NAME = 2;
    private static final int FUNCTION_SYSTEM_NAME = 3;

    /** A function and a line in it, which is all that a location is without addresses. */
    private record Location(long function, int line) {}

    private final PprofMessage profile = new PprofMessage();
    private final Map<String, Long> strings = new HashMap<>();
    private final Map<String, Long> functions = new HashMap<>();
    private final Map<Location, Long> locations = new HashMap<>();

    private PprofExport() {}

    /**
     * Returns the file's content.
     *
     * @param event name of the weight
     * @param unit "nanoseconds" or "bytes"
     */
    public static byte[] write(StackTotals totals, String event, String unit, long fromMillis, long toMillis) {
        PprofExport export = new PprofExport();
        export.header(event, unit, fromMillis, toMillis);
        for (StackTotal stack : totals.stacks()) {
            export.sample(stack);
        }
        return gzipped(export.profile.toBytes());
    }

    private void header(String event, String unit, long fromMillis, long toMillis) {
        string(""); // entry 0, as the format demands
        valueType("samples", "count");
        valueType(event, unit);
        profile.number(DEFAULT_SAMPLE_TYPE, string(event))
                .number(TIME_NANOS, fromMillis * 1_000_000)
                .number(DURATION_NANOS, (toMillis - fromMillis) * 1_000_000);
    }

    private void valueType(String type, String unit) {
        profile.message(
                SAMPLE_TYPE,
                new PprofMessage().number(VALUE_TYPE_TYPE, string(type)).number(VALUE_TYPE_UNIT, string(unit)));
    }

    private void sample(StackTotal stack) {
        List<FrameRow> frames = stack.frames();
        long[] leafFirst = new long[frames.size()];
        for (int i = 0; i < leafFirst.length; i++) {
            leafFirst[i] = location(frames.get(leafFirst.length - 1 - i));
        }
        profile.message(
                SAMPLE,
                new PprofMessage()
                        .numbers(SAMPLE_LOCATION_ID, leafFirst)
                        .numbers(SAMPLE_VALUE, stack.samples(), stack.value()));
    }

    private long location(FrameRow frame) {
        Location location = new Location(function(Method.of(frame).name()), frame.line());
        Long known = locations.get(location);
        if (known != null) {
            return known;
        }
        long id = locations.size() + 1L;
        locations.put(location, id);
        profile.message(
                LOCATION,
                new PprofMessage()
                        .number(LOCATION_ID, id)
                        .message(
                                LOCATION_LINE,
                                new PprofMessage()
                                        .number(LINE_FUNCTION_ID, location.function)
                                        .number(LINE_LINE, location.line)));
        return id;
    }

    private long function(String name) {
        Long known = functions.get(name);
        if (known != null) {
            return known;
        }
        long id = functions.size() + 1L;
        functions.put(name, id);
        long text = string(name);
        profile.message(
                FUNCTION,
                new PprofMessage()
                        .number(FUNCTION_ID, id)
                        .number(FUNCTION_NAME, text)
                        .number(FUNCTION_SYSTEM_NAME, text));
        return id;
    }

    private long string(String text) {
        Long known = strings.get(text);
        if (known != null) {
            return known;
        }
        long index = strings.size();
        strings.put(text, index);
        profile.text(STRING_TABLE, text);
        return index;
    }

    private static byte[] gzipped(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) { // never: it goes to memory
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
