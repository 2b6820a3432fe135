package dev.stackhouse.bench.overhead;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The demo service under as many customers as it can serve. It has all cores but the first, and they, in this process, have the
 * first: what a profiler takes from the service, the service lacks.
 */
record ShopWorkload(String name, Path jar) implements Workload {
    static ShopWorkload of(Path root) {
        return new ShopWorkload("demo", root.resolve("standalone/demo/target/stackhouse-demo.jar"));
    }

    @Override
    public Running start(Jdk jdk, List<String> jvmOptions, Map<String, String> variables, Path errors)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(jdk.java()));
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", jar.toString()));
        MeasuredProcess process = MeasuredProcess.start(Cores.on(Cores.RESERVED, command), variables, errors);
        try {
            String port = process.awaitReady().replace("port=", "");
            return new RunningShop(process, ShopCustomers.start(URI.create("http://127.0.0.1:" + port)));
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    private record RunningShop(MeasuredProcess process, ShopCustomers customers) implements Running {
        @Override
        public long operations() throws IOException {
            return customers.served();
        }

        @Override
        public void close() throws IOException {
            customers.close();
            process.close();
        }
    }
}
