package dev.stackhouse.standalone.client;

import dev.stackhouse.proto.query.v1.ListServicesRequest;
import dev.stackhouse.proto.query.v1.ListServicesResponse;
import dev.stackhouse.proto.query.v1.Service;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the services that have data. */
@Command(
        name = "services",
        description = "Lists the services that have data (in the last 24 hours by default).",
        mixinStandardHelpOptions = true)
public final class ServicesCommand implements Callable<Integer> {
    @Mixin
    ServerOptions server = new ServerOptions();

    @Mixin
    RangeOptions range = new RangeOptions();

    @Override
    public Integer call() {
        TimeRange asked = range.range(Duration.ofHours(24));
        ListServicesRequest request = ListServicesRequest.newBuilder()
                .setFromUnixMillis(asked.from().toEpochMilli())
                .setToUnixMillis(asked.to().toEpochMilli())
                .build();
        ListServicesResponse services = server.ask(stub -> stub.listServices(request));
        System.out.print(server.json ? QueryClient.json(services) + "\n" : format(services));
        return 0;
    }

    static String format(ListServicesResponse services) {
        if (services.getServicesCount() == 0) {
            return "No service has data in this range.\n";
        }
        TextTable table = new TextTable("service", " instances", "last data", "events");
        for (Service service : services.getServicesList()) {
            table.row(
                    service.getName(),
                    Integer.toString(service.getInstances()),
                    TimeText.format(Instant.ofEpochMilli(service.getLastWindowUnixMillis()), ZoneId.systemDefault()),
                    String.join(", ", service.getEventsList()));
        }
        return table.format();
    }
}
