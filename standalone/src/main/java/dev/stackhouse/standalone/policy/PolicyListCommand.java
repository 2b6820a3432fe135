package dev.stackhouse.standalone.policy;

import dev.stackhouse.proto.policy.v1.Policy;
import dev.stackhouse.standalone.client.DurationText;
import dev.stackhouse.standalone.client.TextTable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the policies that have not expired. */
@Command(
        name = "list",
        description =
                "Shows the policies that have not expired. Of those that apply to an instance the lowest is in force, alone.",
        mixinStandardHelpOptions = true)
final class PolicyListCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Mixin
    PolicyTopicOptions topic = new PolicyTopicOptions();

    @Option(names = "--json", description = "print one JSON object a line")
    boolean json;

    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        PolicyLog log = topic.topic().read();
        long nowMillis = System.currentTimeMillis();
        List<Policy> policies = log.expiringAfter(nowMillis);
        log.unusable().forEach(key -> command.commandLine()
                .getErr()
                .println("Collectors ignore the record " + PolicyText.printable(key) + ": it is malformed."));
        if (json) {
            policies.forEach(policy -> out.println(PolicyText.json(policy)));
        } else if (policies.isEmpty()) {
            out.println("No policy is in force.");
        } else {
            out.print(table(policies, nowMillis));
        }
        out.flush();
        return 0;
    }

    private static String table(List<Policy> policies, long nowMillis) {
        TextTable table = new TextTable("policy", "service", "selector", "events", " ends in", "by", "comment");
        for (Policy policy : policies) {
            table.row(
                    policy.getId(),
                    PolicyText.printable(policy.getService()),
                    PolicyText.selector(policy),
                    PolicyText.events(policy),
                    DurationText.format(Duration.ofMillis(policy.getExpiresUnixMillis() - nowMillis)),
                    PolicyText.printable(policy.getAuthor()),
                    PolicyText.printable(policy.getComment()));
        }
        return table.format();
    }
}
