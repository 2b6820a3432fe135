package dev.stackhouse.standalone.policy;

import dev.stackhouse.policy.PolicyKey;
import dev.stackhouse.proto.policy.v1.ChangeType;
import dev.stackhouse.proto.policy.v1.Policy;
import dev.stackhouse.proto.policy.v1.PolicyChange;
import dev.stackhouse.standalone.client.CommandException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ends policies before their time. */
@Command(name = "clear", description = "Ends a policy, or all of a service.", mixinStandardHelpOptions = true)
final class PolicyClearCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Mixin
    PolicyTopicOptions topic = new PolicyTopicOptions();

    /** One of the two. */
    static final class Which {
        @Parameters(arity = "1", paramLabel = "ID", description = "the policy")
        @Nullable
        String id;

        @Option(names = "--service", required = true, paramLabel = "NAME", description = "all policies of this service")
        @Nullable
        String service;

        boolean includes(Policy policy) {
            return policy.getId().equals(id) || policy.getService().equals(service);
        }
    }

    @ArgGroup(multiplicity = "1")
    Which which = new Which();

    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        PolicyTopic topics = topic.topic();
        PolicyLog log = topics.read();
        long nowMillis = System.currentTimeMillis();
        List<Policy> cleared = cleared(log);
        if (cleared.isEmpty()) {
            throw new CommandException(
                    which.id != null
                            ? "There is no policy " + which.id + "."
                            : "There is no policy of " + which.service + ".");
        }
        topics.write(
                log, cleared.stream().map(policy -> change(policy, nowMillis)).toList(), nowMillis);
        out.println("Cleared "
                + cleared.stream().map(Policy::getId).collect(Collectors.joining(", "))
                + "; collectors go back to what else is in force, or to their own settings.");
        out.flush();
        return 0;
    }

    /** Also one that has expired here: the clocks of collectors may be behind. */
    private List<Policy> cleared(PolicyLog log) {
        String id = which.id;
        if (id != null && log.unusable().contains(PolicyKey.ofPolicy(id))) {
            return List.of(Policy.newBuilder().setId(id).build());
        }
        return log.expiringAfter(0).stream().filter(which::includes).toList();
    }

    private static PolicyChange change(Policy policy, long nowMillis) {
        return PolicyChange.newBuilder()
                .setUnixMillis(nowMillis)
                .setAuthor(Author.ofThisProcess())
                .setType(ChangeType.CHANGE_TYPE_CLEARED)
                .setPolicy(policy)
                .build();
    }
}
