package dev.stackhouse.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Runs the demo as a user would, on an empty data directory, and reports its closing figures. */
final class DemoBenchmark implements Benchmark {
    @Override
    public String name() {
        return "demo";
    }

    @Override
    public String description() {
        return "seconds from a built start to the first flame graph, resident memory per process, the books";
    }

    @Override
    public Report run() throws Exception {
        Path root = Path.of(System.getProperty("stackhouse.root", "."));
        Path data = Files.createTempDirectory("stackhouse-bench");
        try {
            Process demo = new ProcessBuilder(
                            root.resolve("stackhouse").toString(),
                            "demo",
                            "--duration",
                            "90s",
                            "--port",
                            "0",
                            "--json",
                            "--data-dir",
                            data.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String last = "";
            try (BufferedReader out = demo.inputReader(StandardCharsets.UTF_8)) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    last = line;
                }
            }
            int status = demo.waitFor();
            if (status != 0) {
                throw new IllegalStateException("the demo ended with status " + status);
            }
            return report(new ObjectMapper().readTree(last));
        } finally {
            TemporaryFiles.delete(data);
        }
    }

    private Report report(JsonNode figures) {
        Report report = new Report(name())
                .add(
                        "seconds to first flame graph",
                        figures.path("secondsToFirstFlameGraph").asDouble())
                .add("samples taken", figures.path("samplesTaken").asLong())
                .add("samples stored", figures.path("samplesStored").asLong())
                .add("samples dropped", figures.path("samplesDropped").asLong());
        long ours = 0;
        for (Map.Entry<String, JsonNode> process : figures.path("rssBytes").properties()) {
            long bytes = process.getValue().asLong();
            report.add("RSS MB, " + process.getKey(), bytes / 1e6);
            ours += process.getKey().equals("demo") || process.getKey().equals("load") ? 0 : bytes;
        }
        return report.add("RSS MB, all but the demo service and its load", ours / 1e6);
    }
}
