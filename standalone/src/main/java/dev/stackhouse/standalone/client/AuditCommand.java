package dev.stackhouse.standalone.client;

import dev.stackhouse.proto.query.v1.GetLedgerRequest;
import dev.stackhouse.proto.query.v1.GetLedgerResponse;
import dev.stackhouse.proto.query.v1.ListServicesRequest;
import dev.stackhouse.proto.query.v1.Service;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Proves for each service that no sample was lost or counted twice, or says where one was. That nothing came proves nothing where
 * something used to come.
 */
@Command(
        name = "audit",
        description = {
            "Proves for each service that every sample taken is stored once or declared dropped (in the last hour by default).",
            "Expected are the batches up to the last one that was seen; those that were seen or are missing. An instance ended"
                    + " without notice if no batch says that it is the last one: it was killed, or cannot reach Kafka."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "0:every sample is explained, and no batch is missing or counted twice",
            "1:that is not so, or nothing came in this range from a service or a fleet that is known, or there is no such service, or"
                    + " the server did not answer",
            "2:wrong usage"
        })
public final class AuditCommand implements Callable<Integer> {
    private static final Duration LATELY = Duration.ofDays(30);

    @Mixin
    ServerOptions server = new ServerOptions();

    @Mixin
    RangeOptions range = new RangeOptions();

    @Option(names = "--service", paramLabel = "NAME", defaultValue = "", description = "only this service")
    String service = "";

    @Override
    public Integer call() {
        TimeRange asked = range.range(Duration.ofHours(1));
        GetLedgerResponse ledger = server.ask(stub -> stub.getLedger(GetLedgerRequest.newBuilder()
                .setService(service)
                .setFromUnixMillis(asked.from().toEpochMilli())
                .setToUnixMillis(asked.to().toEpochMilli())
                .build()));
        Audit audit = Audit.of(ledger);
        if (audit.isEmpty()) {
            String known = whatIsKnown(asked);
            if (!known.isEmpty()) {
                if (server.json) {
                    System.out.println(audit.json(false));
                }
                throw new CommandException(known);
            }
        }
        System.out.print(
                server.json
                        ? audit.json(audit.holds()) + "\n"
                        : audit.isEmpty() ? "Nothing has been profiled yet.\n" : audit.table());
        return audit.holds() ? 0 : 1;
    }

    /** A sentence about what there is outside the range; empty if there never was anything. */
    private String whatIsKnown(TimeRange asked) {
        Instant now = Instant.now();
        List<Service> known = services(now.minus(LATELY), now);
        if (known.isEmpty()) {
            known = services(Instant.ofEpochMilli(1), now);
        }
        long lastMillis = known.stream()
                .filter(found -> service.isEmpty() || found.getName().equals(service))
                .mapToLong(Service::getLastWindowUnixMillis)
                .max()
                .orElse(0);
        if (known.isEmpty() && service.isEmpty()) {
            return "";
        }
        return "No batch of " + (service.isEmpty() ? "any service" : service) + " came in this range"
                + (lastMillis == 0
                        ? "."
                        : "; the latest data is from "
                                + TimeText.format(Instant.ofEpochMilli(lastMillis), ZoneId.systemDefault()) + ".")
                + (lastMillis < asked.from().toEpochMilli()
                        ? " Is the streaming job running, and do collectors reach Kafka?"
                        : "");
    }

    private List<Service> services(Instant from, Instant to) {
        return server.ask(stub -> stub.listServices(ListServicesRequest.newBuilder()
                        .setFromUnixMillis(from.toEpochMilli())
                        .setToUnixMillis(to.toEpochMilli())
                        .build()))
                .getServicesList();
    }
}
