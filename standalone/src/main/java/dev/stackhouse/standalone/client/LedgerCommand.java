package dev.stackhouse.standalone.client;

import dev.stackhouse.proto.query.v1.GetLedgerRequest;
import dev.stackhouse.proto.query.v1.GetLedgerResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks that every sample that was taken is either stored or declared dropped. */
@Command(
        name = "ledger",
        description = "Checks that samples taken = stored + declared dropped (in the last 30 days by default).",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {"0:the books balance", "1:they do not, or the server did not answer", "2:wrong usage"})
public final class LedgerCommand implements Callable<Integer> {
    @Mixin
    ServerOptions server = new ServerOptions();

    @Mixin
    RangeOptions range = new RangeOptions();

    @Option(names = "--service", paramLabel = "NAME", defaultValue = "", description = "only this service")
    String service = "";

    @Option(names = "--instance", paramLabel = "ID", defaultValue = "", description = "only this instance")
    String instance = "";

    @Override
    public Integer call() {
        TimeRange asked = range.range(Duration.ofDays(30));
        GetLedgerRequest request = GetLedgerRequest.newBuilder()
                .setService(service)
                .setInstanceId(instance)
                .setFromUnixMillis(asked.from().toEpochMilli())
                .setToUnixMillis(asked.to().toEpochMilli())
                .build();
        GetLedgerResponse ledger = server.ask(stub -> stub.getLedger(request));
        System.out.print(server.json ? QueryClient.json(ledger) + "\n" : LedgerTable.format(ledger));
        return ledger.getBalanced() ? 0 : 1;
    }
}
