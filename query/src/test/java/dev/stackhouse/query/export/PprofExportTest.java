package dev.stackhouse.query.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import dev.stackhouse.query.FoldedStacks;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Reads what was written by field numbers alone, as any reader of the format would. */
class PprofExportTest {
    private UnknownFieldSet profile;
    private List<String> strings;

    @Test
    void keepsStacksLeafFirstWithLinesSamplesAndWeights() throws IOException {
        write("A.run:1;B.b:20;C.c:3 30", "A.run:1;B.b:21 500");

        assertThat(samples()).containsExactlyInAnyOrder("C.c:3 B.b:20 A.run:1 = 3 30", "B.b:21 A.run:1 = 50 500");
    }

    @Test
    void namesItsValuesAndItsRange() throws IOException {
        write("A.a 10");

        assertThat(strings.get(0)).isEmpty();
        assertThat(valueTypes()).containsExactly("samples/count", "cpu/nanoseconds");
        assertThat(number(profile, 9)).isEqualTo(1_000_000_000_000L);
        assertThat(number(profile, 10)).isEqualTo(60_000_000_000L);
        assertThat(strings.get((int) number(profile, 14))).isEqualTo("cpu");
    }

    @Test
    void namesAFunctionAndALocationOnce() throws IOException {
        write("A.a:1;B.b:1 10", "A.a:1;B.b:2 10", "A.a:1;A.a:1 10");

        assertThat(profile.getField(5).getLengthDelimitedList()).hasSize(2);
        assertThat(profile.getField(4).getLengthDelimitedList()).hasSize(3);
        assertThat(strings).doesNotHaveDuplicates();
    }

    private void write(String... lines) throws IOException {
        byte[] file = PprofExport.write(FoldedStacks.parse(lines), "cpu", "nanoseconds", 1_000_000, 1_060_000);
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(file))) {
            profile = UnknownFieldSet.parseFrom(in.readAllBytes());
        }
        strings = profile.getField(6).getLengthDelimitedList().stream()
                .map(ByteString::toStringUtf8)
                .toList();
    }

    private List<String> valueTypes() throws IOException {
        List<String> types = new ArrayList<>();
        for (UnknownFieldSet type : messages(profile.getField(1))) {
            types.add(strings.get((int) number(type, 1)) + "/" + strings.get((int) number(type, 2)));
        }
        return types;
    }

    private List<String> samples() throws IOException {
        Map<Long, String> functions = new HashMap<>();
        for (UnknownFieldSet function : messages(profile.getField(5))) {
            functions.put(number(function, 1), strings.get((int) number(function, 2)));
        }
        Map<Long, String> locations = new HashMap<>();
        for (UnknownFieldSet location : messages(profile.getField(4))) {
            UnknownFieldSet line = messages(location.getField(4)).get(0);
            locations.put(number(location, 1), functions.get(number(line, 1)) + ":" + number(line, 2));
        }
        List<String> samples = new ArrayList<>();
        for (UnknownFieldSet sample : messages(profile.getField(2))) {
            StringBuilder text = new StringBuilder();
            for (long location : packed(sample.getField(1))) {
                text.append(locations.get(location)).append(' ');
            }
            text.append('=');
            packed(sample.getField(2)).forEach(value -> text.append(' ').append(value));
            samples.add(text.toString());
        }
        return samples;
    }

    private static List<UnknownFieldSet> messages(Field field) throws IOException {
        List<UnknownFieldSet> messages = new ArrayList<>();
        for (ByteString bytes : field.getLengthDelimitedList()) {
            messages.add(UnknownFieldSet.parseFrom(bytes));
        }
        return messages;
    }

    private static List<Long> packed(Field field) throws IOException {
        List<Long> numbers = new ArrayList<>();
        var in = field.getLengthDelimitedList().get(0).newCodedInput();
        while (!in.isAtEnd()) {
            numbers.add(in.readInt64());
        }
        return numbers;
    }

    private static long number(UnknownFieldSet message, int field) {
        return message.getField(field).getVarintList().get(0);
    }
}
