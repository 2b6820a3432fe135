package dev.stackhouse.standalone.policy;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tells collectors, while they run, what to sample and how often. */
@Command(
        name = "policy",
        description = {
            "Tells the collectors of a service, while they run, what to sample and how often: for a time, then they go back to their"
                    + " own settings by themselves.",
            "Collectors read it from Kafka and take it up at the end of an interval, within half a minute. One whose Kafka has been away"
                    + " for 5 minutes goes by its own settings. Of several policies that apply to an instance the one that was set last"
                    + " is in force, alone."
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            PolicySetCommand.class,
            PolicyListCommand.class,
            PolicyClearCommand.class,
            PolicyHistoryCommand.class
        })
public final class PolicyCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "Say what to do.");
    }
}
