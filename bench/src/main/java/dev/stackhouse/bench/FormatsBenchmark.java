package dev.stackhouse.bench;

import dev.stackhouse.bench.interval.FormatsProgram;
import dev.stackhouse.process.ChildProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What async-profiler's formats cost, for the one event that each of them can carry. */
final class FormatsBenchmark implements Benchmark {
    private static final int ROUNDS = 5;

    @Override
    public String name() {
        return "formats";
    }

    @Override
    public String description() {
        return "10 s of cpu samples out of async-profiler as JFR, collapsed text and OTLP: CPU, bytes";
    }

    @Override
    public Report run() throws Exception {
        Path directory = Files.createTempDirectory("stackhouse-formats");
        Process program = new ProcessBuilder(ChildProcess.javaCommand(
                        List.of("-Xmx160m", "-XX:+UseSerialGC"),
                        System.getProperty("java.class.path"),
                        FormatsProgram.class.getName(),
                        List.of(directory.toString(), Integer.toString(ROUNDS))))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String[]> lines;
        try {
            lines = new String(program.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(line -> line.split(" ", -1))
                    .toList();
        } finally {
            program.destroyForcibly().waitFor();
            TemporaryFiles.delete(directory);
        }
        Report report = new Report(name());
        for (String format : List.of("jfr", "collapsed", "otlp")) {
            add(report, format + ": CPU ms", lines, format, 1);
            add(report, format + ": bytes", lines, format, 2);
            add(report, format + ": bytes gzip'ed", lines, format, 3);
            add(report, format + ": samples", lines, format, 4);
        }
        return report;
    }

    private static void add(Report report, String figure, List<String[]> lines, String format, int column) {
        double[] values = lines.stream()
                .filter(line -> line[0].equals(format))
                .mapToDouble(line -> Double.parseDouble(line[column]))
                .toArray();
        report.add(figure, Quantiles.of(values).at(0.5));
    }
}
