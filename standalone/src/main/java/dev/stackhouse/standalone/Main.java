package dev.stackhouse.standalone;

import dev.stackhouse.node.NodeCommand;
import dev.stackhouse.process.ChildProcessException;
import dev.stackhouse.standalone.attach.AttachCommand;
import dev.stackhouse.standalone.attach.DetachCommand;
import dev.stackhouse.standalone.client.AuditCommand;
import dev.stackhouse.standalone.client.CommandException;
import dev.stackhouse.standalone.client.CompareCommand;
import dev.stackhouse.standalone.client.DeadLettersCommand;
import dev.stackhouse.standalone.client.DiffCommand;
import dev.stackhouse.standalone.client.FlameGraphCommand;
import dev.stackhouse.standalone.client.InstancesCommand;
import dev.stackhouse.standalone.client.LabelsCommand;
import dev.stackhouse.standalone.client.LedgerCommand;
import dev.stackhouse.standalone.client.LinesCommand;
import dev.stackhouse.standalone.client.RegressionsCommand;
import dev.stackhouse.standalone.client.SandwichCommand;
import dev.stackhouse.standalone.client.SearchCommand;
import dev.stackhouse.standalone.client.ServicesCommand;
import dev.stackhouse.standalone.client.TimeLineCommand;
import dev.stackhouse.standalone.client.TopCommand;
import dev.stackhouse.standalone.demo.DemoCommand;
import dev.stackhouse.standalone.policy.PolicyCommand;
import dev.stackhouse.standalone.up.UpCommand;
import dev.stackhouse.storage.StorageException;
import dev.stackhouse.storage.engine.EngineException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The stackhouse command. Exit status: 0 done, 1 it could not be done (one sentence on standard error), 2 wrong usage. */
@Command(
        name = "stackhouse",
        description = "Continuous profiling for JVM fleets.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpCommand.class,
            DemoCommand.class,
            AttachCommand.class,
            DetachCommand.class,
            NodeCommand.class,
            ServicesCommand.class,
            TopCommand.class,
            FlameGraphCommand.class,
            TimeLineCommand.class,
            DiffCommand.class,
            CompareCommand.class,
            RegressionsCommand.class,
            SandwichCommand.class,
            LinesCommand.class,
            SearchCommand.class,
            LabelsCommand.class,
            InstancesCommand.class,
            LedgerCommand.class,
            AuditCommand.class,
            DeadLettersCommand.class,
            PolicyCommand.class
        },
        footer = {"", "'stackhouse COMMAND --help' tells more, 'stackhouse demo' is a good start."})
public final class Main implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    public static void main(String[] args) {
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "dev/stackhouse/standalone/logback.xml");
        }
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    line.getErr().println(sentence(e));
                    line.getErr().flush();
                    return 1;
                })
                .setUsageHelpWidth(110);
    }

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "Say what to do.");
    }

    /** Expected failures explain themselves; others are faults of ours and say where. */
    static String sentence(Exception e) {
        boolean expected = e instanceof CommandException
                || e instanceof ChildProcessException
                || e instanceof EngineException
                || e instanceof StorageException;
        if (expected) {
            return String.valueOf(e.getMessage());
        }
        StackTraceElement[] trace = e.getStackTrace();
        return "Unexpected: " + e + (trace.length == 0 ? "" : " at " + trace[0]);
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"stackhouse " + (version == null ? "(not packaged)" : version)};
        }
    }
}
