package dev.stackhouse.streamer.partial;

import dev.stackhouse.streamer.serialize.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The form of a {@link Declaration}; versioned by the serializers that contain it. */
final class DeclarationFormat {
    private DeclarationFormat() {}

    static void write(Declaration declaration, DataOutputView out) throws IOException {
        Wire.writeString(declaration.service(), out);
        Wire.writeString(declaration.instance(), out);
        out.writeLong(declaration.sinceMillis());
        Wire.writeVarLong(declaration.sequence(), out);
        Wire.writeVarLong(declaration.facts().size(), out);
        for (Map.Entry<String, String> fact : declaration.facts().entrySet()) {
            Wire.writeString(fact.getKey(), out);
            Wire.writeString(fact.getValue(), out);
        }
        Declaration.Rates rates = declaration.rates();
        out.writeBoolean(rates != null);
        if (rates != null) {
            Wire.writeString(rates.policy(), out);
            Wire.writeVarLong(rates.events().size(), out);
            for (Declaration.Rate rate : rates.events()) {
                out.writeByte(rate.event());
                Wire.writeVarLong(rate.interval(), out);
                Wire.writeVarLong(rate.slowed(), out);
            }
        }
    }

    static Declaration read(DataInputView in) throws IOException {
        String service = Wire.readString(in);
        String instance = Wire.readString(in);
        long since = in.readLong();
        long sequence = Wire.readVarLong(in);
        SortedMap<String, String> facts = new TreeMap<>();
        for (int left = Wire.readVarInt(in); left > 0; left--) {
            facts.put(Wire.readString(in), Wire.readString(in));
        }
        Declaration.Rates rates = in.readBoolean() ? readRates(in) : null;
        return new Declaration(service, instance, since, sequence, Collections.unmodifiableSortedMap(facts), rates);
    }

    private static Declaration.Rates readRates(DataInputView in) throws IOException {
        String policy = Wire.readString(in);
        List<Declaration.Rate> events = new ArrayList<>();
        for (int left = Wire.readVarInt(in); left > 0; left--) {
            events.add(new Declaration.Rate(in.readByte(), Wire.readVarLong(in), Wire.readVarInt(in)));
        }
        return new Declaration.Rates(List.copyOf(events), policy);
    }
}
