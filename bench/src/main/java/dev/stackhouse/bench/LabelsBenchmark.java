package dev.stackhouse.bench;

import dev.stackhouse.bench.labels.ScopeCost;
import dev.stackhouse.process.ChildProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a scope of a label costs the application's thread: without a collector, and with one that samples at its defaults. */
final class LabelsBenchmark implements Benchmark {
    @Override
    public String name() {
        return "labels";
    }

    @Override
    public String description() {
        return "ns of CPU and bytes of heap that a label takes, with and without a collector";
    }

    @Override
    public Report run() throws Exception {
        Report report = new Report(name());
        addTo(report, "without a collector", List.of("-Xmx256m"));
        Path spool = Files.createTempDirectory("stackhouse-bench");
        try {
            Path agent =
                    Path.of(System.getProperty("stackhouse.root", "."), "collector/target/stackhouse-collector.jar");
            // Nobody listens there: what is sampled is given up.
            String settings = "=service=labels,brokers=127.0.0.1:1,spool.dir=" + spool;
            addTo(report, "with a collector", List.of("-Xmx256m", "-javaagent:" + agent + settings));
        } finally {
            TemporaryFiles.delete(spool);
        }
        return report;
    }

    private static void addTo(Report report, String where, List<String> options) throws Exception {
        Process process = new ProcessBuilder(ChildProcess.javaCommand(
                        options, System.getProperty("java.class.path"), ScopeCost.class.getName(), List.of()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("the program with scopes ended with status " + process.exitValue());
            }
            for (String line : output.lines().toList()) {
                String[] figures = line.split(" ", 3);
                report.add("ns of CPU, " + figures[0] + " " + where, Double.parseDouble(figures[1]));
                report.add("bytes, " + figures[0] + " " + where, Double.parseDouble(figures[2]));
            }
        } finally {
            process.destroyForcibly();
        }
    }
}
