package dev.stackhouse.standalone.client;

import dev.stackhouse.proto.query.v1.FindingType;
import dev.stackhouse.proto.query.v1.IncidentState;
import dev.stackhouse.proto.query.v1.ListIncidentsRequest;
import dev.stackhouse.proto.query.v1.ListIncidentsResponse;
import dev.stackhouse.proto.query.v1.RegressionServiceGrpc.RegressionServiceBlockingStub;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists what became dearer, with a version or without a new one, or tells of it as it happens. */
@Command(
        name = "regressions",
        description = {
            "Lists what became dearer, with a version or without a new one (of those that changed in the last 7 days by default),"
                    + " or tells of it as it happens.",
            "The server looks at every new version beside the one before it, and at services between their deploys. What is found"
                    + " once is a candidate; found again it is firing."
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "[COMMAND]",
        subcommands = {RegressionShowCommand.class, RegressionAckCommand.class, RegressionAcceptCommand.class})
public final class RegressionsCommand implements Callable<Integer> {
    private static final String PREFIX = "INCIDENT_STATE_";
    private static final List<IncidentState> STATES = Arrays.stream(IncidentState.values())
            .filter(state -> state != IncidentState.UNRECOGNIZED && state.getNumber() > 0)
            .toList();

    @Mixin
    ServerOptions server = new ServerOptions();

    @Mixin
    RangeOptions range = new RangeOptions();

    @Option(names = "--service", paramLabel = "NAME", defaultValue = "", description = "only of this service")
    String service = "";

    @Option(
            names = "--state",
            paramLabel = "STATE",
            split = ",",
            description = "candidate, pending, firing, resolved, went-away, cost-shift or accepted; may be repeated")
    List<String> states = List.of();

    @Option(names = "--all", description = "what became cheaper, and what only moved, too")
    boolean all;

    @Option(names = "--watch", description = "tell of changes as they come, until Ctrl-C")
    boolean watch;

    @Override
    public Integer call() throws InterruptedException {
        List<IncidentState> wanted =
                states.stream().map(RegressionsCommand::state).toList();
        if (watch) {
            new RegressionWatch(
                            new QueryClient(server.server), server.json, ZoneId.systemDefault(), System.out::println)
                    .follow(
                            service,
                            incident -> (wanted.isEmpty() || wanted.contains(incident.getState()))
                                    && (all || incident.getFinding().getType() == FindingType.FINDING_TYPE_REGRESSION));
        }
        TimeRange asked = range.range(Duration.ofDays(7));
        ListIncidentsRequest.Builder request = ListIncidentsRequest.newBuilder()
                .setService(service)
                .addAllStates(wanted)
                .setFromUnixMillis(asked.from().toEpochMilli());
        if (range.to != null) { // else what this machine's clock does not know of yet, too
            request.setToUnixMillis(asked.to().toEpochMilli());
        }
        if (!all) {
            request.addTypes(FindingType.FINDING_TYPE_REGRESSION);
        }
        ListIncidentsResponse.Builder found = ListIncidentsResponse.newBuilder();
        String token = "";
        do {
            ListIncidentsRequest page = request.setPageToken(token).build();
            ListIncidentsResponse answer =
                    server.ask(RegressionServiceBlockingStub.class, stub -> stub.listIncidents(page));
            found.addAllIncidents(answer.getIncidentsList());
            token = answer.getNextPageToken();
        } while (!token.isEmpty());
        System.out.print(
                server.json
                        ? QueryClient.json(found.build()) + "\n"
                        : IncidentText.table(found.getIncidentsList(), ZoneId.systemDefault()));
        return 0;
    }

    private static IncidentState state(String text) {
        String name = PREFIX + text.toUpperCase(Locale.ROOT).replace('-', '_');
        return STATES.stream()
                .filter(state -> state.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandException("--state is " + text + "; it must be "
                        + STATES.stream().map(IncidentText::state).collect(Collectors.joining(", ")) + "."));
    }
}
