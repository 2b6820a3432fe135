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
    private static final String LOCK = ",lock=10ms";
    private static final String OTHER_EVENTS = ",wall=50ms,alloc=512k,live,nativemem=1m" + LOCK;

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
        // Of the collector: where there are few cores, where there are more, and where perf events are not allowed.
        Map<String, String> ways = new LinkedHashMap<>();
        ways.put("not sampled", "none");
        ways.put("a timer of the process", "event=itimer,interval=10ms");
        ways.put("that and all other events", "event=itimer,interval=10ms" + OTHER_EVENTS);
        ways.put("that and all other events but locks", "event=itimer,interval=10ms" + OTHER_EVENTS.replace(LOCK, ""));
        ways.put("perf events", "event=cpu-clock,interval=10ms");
        ways.put("perf events, no kernel frames", "event=cpu-clock,interval=10ms,alluser");
        ways.put("timers of threads", "event=ctimer,interval=10ms");
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
