package dev.stackhouse.standalone.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the batches that could not be used, and why, or sends them once more; their samples are declared dropped until then. */
@Command(
        name = "dead-letters",
        description = {
            "Shows the newest batches that could not be used, and why. Their samples are declared dropped.",
            "With --replay they are sent once more, as after an upgrade that can use them. Those that are taken then are no"
                    + " longer declared dropped; the others come back here. Replaying twice counts nothing twice.",
            "The job remembers the last 512 rejected batches of an instance, more than an hour. An earlier one that is replayed"
                    + " is passed over, and stays declared dropped."
        },
        mixinStandardHelpOptions = true)
public final class DeadLettersCommand implements Callable<Integer> {
    @Mixin
    KafkaOptions kafka = new KafkaOptions();

    @Option(
            names = "--topic",
            paramLabel = "NAME",
            defaultValue = "stackhouse.dead-letters",
            description = "where they are (default: ${DEFAULT-VALUE})")
    String topic = "stackhouse.dead-letters";

    @Option(names = "--reason", paramLabel = "NAME", description = "only those with this reason, such as TOO_OLD")
    String reason = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "at most so many, the newest (default: ${DEFAULT-VALUE})")
    int limit = 50;

    @Option(names = "--replay", description = "send the batches that would be shown once more")
    boolean replay;

    @Option(
            names = "--batch-topic",
            paramLabel = "NAME",
            defaultValue = "stackhouse.batches",
            description = "where to send them (default: ${DEFAULT-VALUE})")
    String batchTopic = "stackhouse.batches";

    @Option(names = "--json", description = "print one JSON object a line")
    boolean json;

    @Override
    public Integer call() {
        DeadLetterTopic deadLetters = new DeadLetterTopic(kafka.access(), topic);
        List<RejectedBatch> rejected = deadLetters.newest(limit, reason);
        if (replay) {
            int sent = deadLetters.replay(rejected, batchTopic);
            int tooLarge = rejected.size() - sent;
            System.out.println("Sent " + sent + " of " + rejected.size() + " once more to " + batchTopic + "."
                    + (tooLarge > 0 ? " The other " + tooLarge + " were too large to be kept." : ""));
        } else if (json) {
            rejected.forEach(batch -> System.out.println(json(batch)));
        } else if (rejected.isEmpty()) {
            System.out.println(
                    "No dead letters" + (reason.isEmpty() ? "" : " with reason " + reason) + " in " + topic + ".");
        } else {
            System.out.print(table(rejected));
        }
        return 0;
    }

    private static String table(List<RejectedBatch> rejected) {
        TextTable table = new TextTable("time", "reason", "instance", " partition", " offset", " bytes", "message");
        for (RejectedBatch batch : rejected) {
            table.row(
                    TimeText.format(Instant.ofEpochMilli(batch.millis()), ZoneId.systemDefault()),
                    batch.reason(),
                    batch.instance(),
                    batch.partition(),
                    batch.offset(),
                    Long.toString(batch.bytes()),
                    batch.message());
        }
        return table.format();
    }

    private static ObjectNode json(RejectedBatch batch) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("unixMillis", batch.millis())
                .put("reason", batch.reason())
                .put("message", batch.message())
                .put("instanceId", batch.instance())
                .put("sourcePartition", batch.partition())
                .put("sourceOffset", batch.offset())
                .put("bytes", batch.bytes());
    }
}
