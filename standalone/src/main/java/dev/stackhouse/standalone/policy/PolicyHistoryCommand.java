package dev.stackhouse.standalone.policy;

import dev.stackhouse.proto.policy.v1.ChangeType;
import dev.stackhouse.proto.policy.v1.Policy;
import dev.stackhouse.proto.policy.v1.PolicyChange;
import dev.stackhouse.standalone.client.TextTable;
import dev.stackhouse.standalone.client.TimeText;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows who set and cleared policies. */
@Command(
        name = "history",
        description = {
            "Shows who set and cleared which policies, and when, oldest first.",
            "Who it was is what that machine called its user, and when what its clock said. The newest "
                    + PolicyTopic.MOST_CHANGES + " changes are kept."
        },
        mixinStandardHelpOptions = true)
final class PolicyHistoryCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Mixin
    PolicyTopicOptions topic = new PolicyTopicOptions();

    @Option(names = "--service", paramLabel = "NAME", description = "only of this service")
    String service = "";

    @Option(names = "--json", description = "print one JSON object a line")
    boolean json;

    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        List<PolicyChange> changes = topic.topic().read().changes().stream()
                .filter(change ->
                        service.isEmpty() || change.getPolicy().getService().equals(service))
                .toList();
        if (json) {
            changes.forEach(change -> out.println(PolicyText.json(change.getPolicy())
                    .put("change", what(change))
                    .put("changedUnixMillis", change.getUnixMillis())
                    .put("changedBy", change.getAuthor())));
        } else if (changes.isEmpty()) {
            out.println("Nothing was ever set or cleared.");
        } else {
            out.print(table(changes));
        }
        out.flush();
        return 0;
    }

    private static String table(List<PolicyChange> changes) {
        TextTable table =
                new TextTable("time", "by", "what", "policy", "service", "selector", "events", "until", "comment");
        for (PolicyChange change : changes) {
            Policy policy = change.getPolicy();
            table.row(
                    time(change.getUnixMillis()),
                    PolicyText.printable(change.getAuthor()),
                    what(change),
                    PolicyText.printable(policy.getId()),
                    PolicyText.printable(policy.getService()),
                    PolicyText.selector(policy),
                    PolicyText.events(policy),
                    time(policy.getExpiresUnixMillis()),
                    PolicyText.printable(policy.getComment()));
        }
        return table.format();
    }

    private static String what(PolicyChange change) {
        return change.getType() == ChangeType.CHANGE_TYPE_SET ? "set" : "cleared";
    }

    private static String time(long millis) {
        return TimeText.format(Instant.ofEpochMilli(millis), ZoneId.systemDefault());
    }
}
