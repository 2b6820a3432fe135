package dev.stackhouse.standalone.client;

import dev.stackhouse.proto.query.v1.GetLedgerRequest;
import dev.stackhouse.proto.query.v1.GetLedgerResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Proves for each service that no sample was lost or counted twice, or says where one was. */
@Command(
        name = "audit",
        description =
                "Proves for each service that every sample taken is stored or declared dropped (in the last hour by default).",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "0:every sample is explained and no batch is missing",
            "1:one is not, or the server did not answer",
            "2:wrong usage"
        })
public final class AuditCommand implements Callable<Integer> {
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
        System.out.print(server.json ? audit.json() + "\n" : audit.table());
        return audit.holds() ? 0 : 1;
    }
}
