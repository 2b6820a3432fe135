package dev.stackhouse.standalone.client;

import dev.stackhouse.proto.query.v1.Instance;
import dev.stackhouse.proto.query.v1.ListInstancesRequest;
import dev.stackhouse.proto.query.v1.ListInstancesResponse;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints what the instances of a service say about themselves. */
@Command(
        name = "instances",
        description = "Lists the instances of a service: what their JVMs are, and at which rates they are sampled"
                + " (in the last hour by default).",
        mixinStandardHelpOptions = true)
public final class InstancesCommand implements Callable<Integer> {
    @Mixin
    ServerOptions server = new ServerOptions();

    @Mixin
    RangeOptions range = new RangeOptions();

    @Option(names = "--service", required = true, paramLabel = "NAME", description = "service to look at")
    String service = "";

    @Option(
            names = "--selector",
            defaultValue = "",
            description = "instances by label, as in version=\"41\",zone!=\"eu-1\",pod=~\"web-.*\"")
    String selector = "";

    @Option(names = "--instance", paramLabel = "ID", defaultValue = "", description = "all about this instance")
    String instance = "";

    @Override
    public Integer call() {
        TimeRange asked = range.range(Duration.ofHours(1));
        ListInstancesRequest request = ListInstancesRequest.newBuilder()
                .setService(service)
                .setSelector(selector)
                .setInstanceId(instance)
                .setFromUnixMillis(asked.from().toEpochMilli())
                .setToUnixMillis(asked.to().toEpochMilli())
                .build();
        ListInstancesResponse.Builder all = ListInstancesResponse.newBuilder();
        String token = "";
        do {
            ListInstancesRequest page = request.toBuilder().setPageToken(token).build();
            ListInstancesResponse answer = server.ask(stub -> stub.listInstances(page));
            all.addAllInstances(answer.getInstancesList());
            token = answer.getNextPageToken();
        } while (!token.isEmpty());
        if (server.json) {
            System.out.println(QueryClient.json(all.build()));
        } else if (instance.isEmpty()) {
            System.out.print(InstanceTable.format(all.build(), ZoneId.systemDefault()));
        } else {
            for (Instance found : all.getInstancesList()) {
                System.out.print(InstanceTable.all(found, ZoneId.systemDefault()));
            }
            if (all.getInstancesCount() == 0) {
                System.out.print("No such instance of " + service + " has data in this range.\n");
            }
        }
        return 0;
    }
}
