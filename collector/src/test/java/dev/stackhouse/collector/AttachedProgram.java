package dev.stackhouse.collector;

import com.sun.tools.attach.VirtualMachine;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A program, {@link Workload} if not said otherwise, in a JVM that runs without the agent, until somebody attaches it; and what there is of that JVM. */
final class AttachedProgram implements AutoCloseable {
    private final Path temporary;
    private final Process process;

    private AttachedProgram(Path temporary, Process process) {
        this.temporary = temporary;
        this.process = process;
    }

    /** @param temporary its directory for temporary files, which nobody else uses */
    static AttachedProgram start(Path temporary) throws Exception {
        return start(temporary, Workload.class);
    }

    /**
     * The same with another program, which prints that it runs.
     *
     * @param temporary its directory for temporary files, which nobody else uses
     */
    static AttachedProgram start(Path temporary, Class<?> program) throws Exception {
        // The machine may have no time for it.
        System.setProperty("sun.tools.attach.attachTimeout", "60000");
        Path output = temporary.resolveSibling("output");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-Djava.io.tmpdir=" + temporary));
        command.addAll(List.of(
                "-cp",
                Path.of(System.getProperty("stackhouse.root"), "collector/target/test-classes")
                        + File.pathSeparator
                        + ProfiledProgram.apiJar(),
                program.getName(),
                "600"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        while (!Files.readString(output).contains("runs") && process.isAlive()) {
            Thread.sleep(10);
        }
        return new AttachedProgram(temporary, process);
    }

    /** Asks the agent, and waits for its answer: "ok" or "failed" and a sentence. */
    List<String> ask(String arguments) throws Exception {
        Path answer = Files.createTempFile("answer", ".txt");
        try {
            VirtualMachine jvm = VirtualMachine.attach(Long.toString(process.pid()));
            try {
                jvm.loadAgent(ProfiledProgram.agentJar().toString(), "answer=" + answer + "," + arguments);
            } finally {
                jvm.detach();
            }
            List<String> lines = Files.readAllLines(answer);
            while (lines.size() < 2 && process.isAlive()) {
                Thread.sleep(10);
                lines = Files.readAllLines(answer);
            }
            return lines;
        } finally {
            Files.delete(answer);
        }
    }

    /** What it printed until now. */
    String output() throws Exception {
        return Files.readString(temporary.resolveSibling("output"));
    }

    /** Names of its threads, as far as the operating system keeps them. */
    List<String> threads() throws Exception {
        try (Stream<Path> tasks = Files.list(proc("task"))) {
            return tasks.map(AttachedProgram::name).toList();
        }
    }

    private static String name(Path task) {
        try {
            return Files.readString(task.resolve("comm")).strip();
        } catch (Exception e) {
            return ""; // It has ended.
        }
    }

    int openFiles() {
        String[] open = new File("/proc/" + process.pid() + "/fd").list();
        return open == null ? 0 : open.length;
    }

    /** Mappings of async-profiler's code. */
    long profilers() throws Exception {
        return Files.readAllLines(proc("maps")).stream()
                .filter(line -> line.contains("libasyncProfiler") && line.contains("r-xp"))
                .count();
    }

    /** Files that lie in its directory for temporary files, but for those of the JVM. */
    List<Path> files() throws Exception {
        try (Stream<Path> all = Files.walk(temporary)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("hsperfdata"))
                    .toList();
        }
    }

    /** What its heap holds after a collection, as the JVM lists it. */
    String liveObjects() throws Exception {
        return jcmd("GC.class_histogram");
    }

    /** Names of the classes that it has loaded and, at its last collection of all, not unloaded. */
    List<String> classes() throws Exception {
        return jcmd("VM.class_hierarchy")
                .lines()
                .map(line -> line.replaceAll("^[|\\- ]+|/(0x|null).*$", ""))
                .toList();
    }

    private String jcmd(String command) throws Exception {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        command)
                .redirectErrorStream(true)
                .start();
        return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    private Path proc(String name) {
        return Path.of("/proc", Long.toString(process.pid()), name);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
