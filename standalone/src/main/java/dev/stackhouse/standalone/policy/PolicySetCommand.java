package dev.stackhouse.standalone.policy;

import dev.stackhouse.proto.policy.v1.ChangeType;
import dev.stackhouse.proto.policy.v1.Policy;
import dev.stackhouse.proto.policy.v1.PolicyChange;
import dev.stackhouse.standalone.client.DurationText;
import dev.stackhouse.standalone.client.TimeText;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Sets a policy. */
@Command(
        name = "set",
        description = {
            "Sets a policy, and prints it.",
            "It ends at a time of day: by a collector whose clock is wrong it ends earlier or later by as much, but lasts no longer than"
                    + " --for since it was read."
        },
        mixinStandardHelpOptions = true)
final class PolicySetCommand implements Callable<Integer> {
    /** By which clocks may differ before it is worth a word. */
    private static final Duration CLOCKS_AGREE = Duration.ofSeconds(30);

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Mixin
    PolicyTopicOptions topic = new PolicyTopicOptions();

    @Option(
            names = "--service",
            required = true,
            paramLabel = "NAME",
            description = "the service whose collectors obey")
    String service = "";

    @Option(
            names = "--selector",
            defaultValue = "",
            description = "of its instances those with these labels, as in version=\"41\",zone!=\"eu-1\"")
    String selector = "";

    @Option(
            names = "--event",
            required = true,
            paramLabel = "EVENT=RATE",
            description =
                    "what to sample how often, as in wall=20ms, alloc=256k or lock=off; may be repeated. Events that are"
                            + " not named stay as the collectors have them; but live=on takes allocations with it, every 512k,"
                            + " where a collector samples none")
    List<String> events = List.of();

    @Option(
            names = "--for",
            required = true,
            paramLabel = "DURATION",
            description = "until when, as in 10m; at most 24h")
    String lasting = "";

    @Option(names = "--comment", defaultValue = "", paramLabel = "TEXT", description = "why, for the history")
    String comment = "";

    @Option(names = "--json", description = "print it as a JSON object")
    boolean json;

    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        long nowMillis = System.currentTimeMillis();
        PolicyDraft draft = new PolicyDraft(newId(), service, Author.ofThisProcess(), comment)
                .where(selector)
                .lasting(lasting, nowMillis);
        events.forEach(draft::event);
        List<String> faults = draft.faults();
        if (!faults.isEmpty()) {
            throw new ParameterException(command.commandLine(), String.join(System.lineSeparator(), faults));
        }
        Policy policy = draft.policy();
        PolicyChange change = PolicyChange.newBuilder()
                .setUnixMillis(nowMillis)
                .setAuthor(policy.getAuthor())
                .setType(ChangeType.CHANGE_TYPE_SET)
                .setPolicy(policy)
                .build();
        PolicyTopic topics = topic.topic();
        long aheadMillis = topics.write(topics.read(), List.of(change), nowMillis);
        if (Math.abs(aheadMillis) > CLOCKS_AGREE.toMillis()) {
            command.commandLine()
                    .getErr()
                    .println("The clock of this machine is "
                            + DurationText.format(Duration.ofMillis(Math.abs(aheadMillis)))
                            + (aheadMillis > 0 ? " ahead of" : " behind")
                            + " Kafka's; the policy ends by the collectors' clocks.");
        }
        out.println(json ? PolicyText.json(policy) : sentence(policy));
        out.flush();
        return 0;
    }

    private static String sentence(Policy policy) {
        Instant expires = Instant.ofEpochMilli(policy.getExpiresUnixMillis());
        return "Policy " + policy.getId() + ": " + policy.getService()
                + (policy.getMatchersCount() == 0 ? "" : "{" + PolicyText.selector(policy) + "}") + " samples "
                + PolicyText.events(policy) + " until " + TimeText.format(expires, ZoneId.systemDefault()) + ".";
    }

    private static String newId() {
        byte[] random = new byte[5];
        new SecureRandom().nextBytes(random);
        return "p-" + HexFormat.of().formatHex(random);
    }
}
