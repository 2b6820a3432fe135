package dev.stackhouse.standalone.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stackhouse.proto.batch.v1.DroppedSamples;
import dev.stackhouse.proto.query.v1.GetLedgerResponse;
import dev.stackhouse.proto.query.v1.LedgerEntry;
import dev.stackhouse.standalone.client.TextTable;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a demo run came to.
 *
 * @param secondsToFirstFlameGraph since the command started; null if none came
 * @param ledger the books of the demo service in this run
 * @param rssBytes resident memory by process, before the end; empty where the system does not tell
 */
record Figures(
        @Nullable Double secondsToFirstFlameGraph,
        double secondsRun,
        GetLedgerResponse ledger,
        Map<String, Optional<Long>> rssBytes) {
    private long taken() {
        return ledger.getEntriesList().stream()
                .mapToLong(LedgerEntry::getSamplesTaken)
                .sum();
    }

    private long stored() {
        return ledger.getEntriesList().stream()
                .mapToLong(LedgerEntry::getSamplesStored)
                .sum();
    }

    private long dropped() {
        return ledger.getEntriesList().stream()
                .flatMap(entry -> entry.getDroppedList().stream())
                .mapToLong(DroppedSamples::getSamples)
                .sum();
    }

    String json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("secondsToFirstFlameGraph", secondsToFirstFlameGraph)
                .put("secondsRun", secondsRun)
                .put("samplesTaken", taken())
                .put("samplesStored", stored())
                .put("samplesDropped", dropped())
                .put("balanced", ledger.getBalanced());
        ObjectNode memory = json.putObject("rssBytes");
        rssBytes.forEach((name, bytes) -> memory.put(name, bytes.orElse(null)));
        return json.toString();
    }

    String text() {
        TextTable memory = new TextTable("process", " resident memory");
        rssBytes.forEach((name, bytes) -> memory.row(
                name,
                bytes.map(b -> String.format(Locale.ROOT, "%.0f MB", b / 1e6)).orElse("not told")));
        return memory.format() + "\n" + taken() + " samples taken, " + stored() + " stored, " + dropped()
                + " declared dropped: the books " + (ledger.getBalanced() ? "balance." : "DO NOT BALANCE.");
    }
}
