package dev.stackhouse.bench;

import dev.stackhouse.bench.switches.SwitchingProgram;
import dev.stackhouse.process.ChildProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a context switch takes while CPU time is sampled, by way of sampling it. */
final class SwitchesBenchmark implements Benchmark {
    private static final int ROUNDS = 10;

    @Override
    public String name() {
        return "switches";
    }

    @Override
    public String description() {
        return "ns that two threads on a core take to hand over to each other, by how CPU time is sampled";
    }

    @Override
    public Report run() throws Exception {
        // The ways that the collector uses, at its default and below 10 ms, and the default of Pyroscope's agent.
        Map<String, String> ways = new LinkedHashMap<>();
        ways.put("not sampled", "none");
        ways.put("timers, 10 ms", "event=ctimer,interval=10ms");
        ways.put(
                "timers, 10 ms, and all other events",
                "event=ctimer,interval=10ms,wall=50ms,alloc=512k,live,lock=10ms,nativemem=1m");
        ways.put("perf events, 10 ms", "event=cpu-clock,interval=10ms");
        ways.put("perf events, 10 ms, no kernel frames", "event=cpu-clock,interval=10ms,alluser");
        ways.put("itimer, 10 ms", "event=itimer,interval=10ms");
        ways.put("not sampled, again", "none");
        Path directory = Files.createTempDirectory("stackhouse-bench");
        try {
            List<double[]> nanos = nanosPerTurn(directory.resolve("recording.jfr"), List.copyOf(ways.values()));
            Report report = new Report(name());
            report.add("rounds", ROUNDS);
            int way = 0;
            for (String title : ways.keySet()) {
                Quantiles quantiles = Quantiles.of(nanos.get(way++));
                report.add("ns a turn, " + title + ": median", quantiles.at(0.5));
                report.add("ns a turn, " + title + ": lower quartile", quantiles.at(0.25));
                report.add("ns a turn, " + title + ": upper quartile", quantiles.at(0.75));
            }
            return report;
        } finally {
            TemporaryFiles.delete(directory);
        }
    }

    /** Of every way the figures of all rounds. */
    private static List<double[]> nanosPerTurn(Path recording, List<String> ways) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(ROUNDS), recording.toString()));
        arguments.addAll(ways);
        // One core, so that every turn is a switch.
        List<String> command = new ArrayList<>(List.of("taskset", "-c", "0"));
        command.addAll(ChildProcess.javaCommand(
                List.of("-Xmx64m"),
                System.getProperty("java.class.path"),
                SwitchingProgram.class.getName(),
                arguments));
        Process program = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            List<String> lines = new String(program.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
            if (program.waitFor() != 0) {
                throw new IOException("the program that takes turns ended with status " + program.exitValue());
            }
            List<double[]> nanos = new ArrayList<>();
            for (int way = 0; way < ways.size(); way++) {
                String start = way + " ";
                nanos.add(lines.stream()
                        .filter(line -> line.startsWith(start))
                        .mapToDouble(line -> Double.parseDouble(line.substring(start.length())))
                        .toArray());
            }
            return nanos;
        } finally {
            program.destroyForcibly();
        }
    }
}
