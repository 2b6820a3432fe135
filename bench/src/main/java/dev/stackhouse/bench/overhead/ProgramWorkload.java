package dev.stackhouse.bench.overhead;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program that makes its own work and tells how much it has done. It has all cores but the first, where all that works beside it runs: what a profiler takes, it lacks.
 *
 * @param classPath separated by colons
 */
record ProgramWorkload(String name, String mainClass, String classPath) implements Workload {
    private static final String PROGRAMS = "dev.stackhouse.bench.overhead.program.";

    /** H2, a database that is not ours. */
    static ProgramWorkload orders(Path root) {
        return new ProgramWorkload(
                "orders",
                PROGRAMS + "OrdersProgram",
                classes(root) + ":" + root.resolve("bench/target/overhead/h2.jar"));
    }

    /** Many busy threads with deep stacks. */
    static ProgramWorkload deep(Path root) {
        return new ProgramWorkload("deep", PROGRAMS + "DeepProgram", classes(root));
    }

    static String classes(Path root) {
        return root.resolve("bench/target/classes").toString();
    }

    @Override
    public Running start(Jdk jdk, List<String> jvmOptions, Map<String, String> variables, Path errors)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(jdk.java()));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", classPath, mainClass));
        MeasuredProcess process = MeasuredProcess.start(Cores.on(Cores.RESERVED, command), variables, errors);
        try {
            process.awaitReady();
        } catch (IOException | InterruptedException e) {
            process.close();
            throw e;
        }
        return new RunningProgram(process);
    }

    private record RunningProgram(MeasuredProcess process) implements Running {
        @Override
        public long operations() throws IOException, InterruptedException {
            return process.ask();
        }

        @Override
        public void close() throws IOException {
            process.close();
        }
    }
}
