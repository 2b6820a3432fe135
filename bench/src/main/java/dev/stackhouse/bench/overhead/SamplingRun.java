package dev.stackhouse.bench.overhead;

import dev.stackhouse.bench.overhead.program.SamplingSwitch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import one.profiler.AsyncProfiler;

/**
 * What sampling takes of a program's own threads: async-profiler is switched on for a quarter of a second and off for another in turns,
 * in one start of a program, ten times as eager as in use. Machines become faster and slower by the second, so that turns as short as
 * that can tell apart what longer ones cannot. Not thread-safe.
 */
public final class SamplingRun {
    private static final int PATIENCE_MILLIS = 120_000;
    /** After a change, not measured. */
    private static final int SETTLING_MILLIS = 40;

    private static final int MEASURED_MILLIS = 200;

    private final Path root;
    private final Path directory;
    private final OverheadOptions options;
    private final ResultRows rows = new ResultRows();

    /**
     * @param root of the project, built
     * @param directory for everything that is written
     * @param options its workloads, JDKs, warm-up and seed, and as rounds how often every way has its turn
     */
    public SamplingRun(Path root, Path directory, OverheadOptions options) {
        this.root = root;
        this.directory = directory;
        this.options = options;
    }

    /** Rows of the table: names of columns, with units, and their values. */
    public List<Map<String, Object>> rows() {
        return rows.all();
    }

    public void run() throws Exception {
        List<Workload> workloads = options.chosen(Workload.all(root));
        Cores.pin(ProcessHandle.current().pid(), Cores.OTHERS);
        try {
            for (Jdk jdk : options.jdks()) {
                for (Workload workload : workloads) {
                    run(jdk, workload);
                }
            }
        } finally {
            Cores.pin(ProcessHandle.current().pid(), Cores.ALL);
        }
    }

    private void run(Jdk jdk, Workload workload) throws Exception {
        Path temporary = Files.createDirectories(directory.resolve("tmp"));
        Path errors = Files.createTempFile(directory, "errors", ".log");
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(PATIENCE_MILLIS);
            List<String> jvmOptions = new ArrayList<>(MeasuredStart.jvmOptions(temporary));
            jvmOptions.add("-javaagent:" + AgentJar.of(SamplingSwitch.class, directory, AsyncProfiler.class) + "="
                    + server.getLocalPort());
            try (Workload.Running running = workload.start(jdk, jvmOptions, Map.of(), errors);
                    Socket socket = server.accept()) {
                socket.setSoTimeout(PATIENCE_MILLIS);
                socket.setTcpNoDelay(true);
                Thread.sleep(options.warmUp().toMillis());
                Map<SamplingWay, List<Turn>> turns = turns(running, new Switch(socket, directory.resolve("recording")));
                turns.forEach((way, ofWay) -> rows.add(workload, jdk, row(way, ofWay)));
            }
        } finally {
            Files.delete(errors);
        }
    }

    private Map<SamplingWay, List<Turn>> turns(Workload.Running running, Switch profiler) throws Exception {
        List<SamplingWay> ways = new ArrayList<>();
        Map<SamplingWay, List<Turn>> turns = new LinkedHashMap<>();
        for (SamplingWay way : SamplingWay.all()) {
            ways.addAll(Collections.nCopies(way.turns(), way));
            turns.put(way, new ArrayList<>());
        }
        Random random = new Random(options.seed());
        double before = speed(running);
        for (int round = 0; round < options.rounds(); round++) {
            Collections.shuffle(ways, random);
            for (SamplingWay way : ways) {
                profiler.start(way);
                double with = speed(running);
                long samples = profiler.stop(way);
                double after = speed(running);
                turns.computeIfAbsent(way, unused -> new ArrayList<>())
                        .add(new Turn(with, (before + after) / 2, samples));
                before = after;
            }
        }
        return turns;
    }

    private static Map<String, Object> row(SamplingWay way, List<Turn> turns) {
        Spread speed = Spread.of(turns.stream()
                .mapToDouble(turn -> 100 * turn.with() / turn.without())
                .toArray());
        Spread loss = Spread.of(turns.stream()
                .mapToDouble(turn -> 100 * (1 - turn.with() / turn.without()) / way.times())
                .toArray());
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("sampled", way.name());
        row.put("turns", turns.size());
        row.put("times as often", way.times());
        row.put(
                "samples a turn",
                Spread.of(turns.stream().mapToDouble(Turn::samples).toArray()).median());
        row.put("throughput %", speed);
        row.put("loss in use %", loss);
        return row;
    }

    /** Operations a second. */
    private static double speed(Workload.Running running) throws IOException, InterruptedException {
        Thread.sleep(SETTLING_MILLIS);
        long from = running.operations();
        long fromNanos = System.nanoTime();
        Thread.sleep(MEASURED_MILLIS);
        long until = running.operations();
        return (until - from) * 1e9 / (System.nanoTime() - fromNanos);
    }

    /** Speeds with and without sampling, and how many samples there were. */
    private record Turn(double with, double without, long samples) {}

    /** The agent in the program. For one thread. */
    private static final class Switch {
        private final BufferedReader in;
        private final PrintStream out;
        private final Path recording;

        Switch(Socket socket, Path recording) throws IOException {
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            out = new PrintStream(socket.getOutputStream(), true, StandardCharsets.US_ASCII);
            this.recording = recording;
        }

        /** As the collector starts it. */
        void start(SamplingWay way) throws IOException {
            if (way.isNothing()) {
                return;
            }
            String answer = ask("start,jfr," + way.events()
                    + ",loglevel=error,jstackdepth=1024,clock=monotonic,jfropts=15,file=" + recording);
            if (!answer.equals("started")) {
                throw new IOException("async-profiler did not start: " + answer);
            }
        }

        long stop(SamplingWay way) throws IOException {
            if (way.isNothing()) {
                return 0;
            }
            String answer = ask("stop");
            try {
                return Long.parseLong(answer);
            } catch (NumberFormatException e) {
                throw new IOException("async-profiler did not stop: " + answer, e);
            }
        }

        private String ask(String line) throws IOException {
            out.println(line);
            String answer = in.readLine();
            if (answer == null) {
                throw new IOException("the program has ended");
            }
            return answer;
        }
    }
}
