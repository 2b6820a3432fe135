package dev.stackhouse.node;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A JVM that runs {@link Shop}, in namespaces of its own or as another user where that is wanted. */
final class TestedJvm implements AutoCloseable {
    private final Process process;
    private final Path output;

    private TestedJvm(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Where any user may read the program. */
    static Path programIn(Path directory) throws IOException {
        Path classes = directory.resolve("shop");
        Path target = classes.resolve("dev/stackhouse/node/Shop.class");
        Files.createDirectories(target.getParent());
        try (var in = Shop.class.getResourceAsStream("Shop.class")) {
            Files.copy(in, target);
        }
        for (Path each = target; !each.equals(directory.getParent()); each = each.getParent()) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return classes;
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /**
     * Starts one.
     *
     * @param before what comes before the command: of setpriv, unshare and their kind
     * @param service in its environment, empty for none
     * @param java command and options
     */
    static TestedJvm start(Path classes, List<String> before, String service, List<String> java, double seconds)
            throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(java);
        command.addAll(List.of("-Xmx48m", "-cp", classes.toString(), Shop.class.getName(), Double.toString(seconds)));
        Path output = Files.createTempFile("stackhouse-shop", ".out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(classes.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        if (!service.isEmpty()) {
            builder.environment().put("OTEL_SERVICE_NAME", service);
        }
        return new TestedJvm(builder.start(), output);
    }

    /** In a mount and a PID namespace of its own, after some commands there. */
    static List<String> namespaces(String commands) {
        return List.of(
                "unshare",
                "--mount",
                "--pid",
                "--fork",
                "--kill-child",
                "--mount-proc",
                "sh",
                "-c",
                commands + "; exec \"$@\"",
                "sh");
    }

    static List<String> user(int id) {
        return List.of("setpriv", "--reuid=" + id, "--regid=" + id, "--clear-groups");
    }

    /** Of the JDKs of this machine those that are another version than this one; each once. */
    static List<String> otherJdks() throws IOException {
        Path all = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(all)) {
            return List.of();
        }
        Map<String, String> byVersion = new TreeMap<>();
        try (Stream<Path> homes = Files.list(all)) {
            for (Path home : homes.toList()) {
                Properties release = new Properties();
                if (Files.isRegularFile(home.resolve("release")) && Files.isExecutable(home.resolve("bin/java"))) {
                    try (Reader reader = Files.newBufferedReader(home.resolve("release"))) {
                        release.load(reader);
                    }
                    String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
                    if (!version.isEmpty() && !version.equals(System.getProperty("java.version"))) {
                        byVersion.put(version, home.resolve("bin/java").toString());
                    }
                }
            }
        }
        return List.copyOf(byVersion.values());
    }

    /** A class path whose parts any user may read. */
    static String copied(String classPath, Path into) throws IOException {
        Files.createDirectory(into);
        List<String> copies = new ArrayList<>();
        for (String part : classPath.split(File.pathSeparator, -1)) {
            Path from = Path.of(part);
            Path to = into.resolve(copies.size() + "-" + from.getFileName());
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : files.toList()) {
                    Path copy = to.resolve(from.relativize(file).toString());
                    if (Files.isDirectory(file)) {
                        Files.createDirectories(copy);
                    } else {
                        Files.copy(file, file.equals(from) ? to : copy);
                    }
                }
            }
            copies.add(to.toString());
        }
        return String.join(File.pathSeparator, copies);
    }

    /** Whether this process may make namespaces and become other users. */
    static boolean mayUnshare() throws InterruptedException {
        try {
            return new ProcessBuilder(
                                    "unshare",
                                    "--mount",
                                    "--pid",
                                    "--fork",
                                    "--mount-proc",
                                    "setpriv",
                                    "--reuid=12345",
                                    "true")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** The JVM's own number as this host sees it: the last descendant, where there are namespaces between. */
    long processId() {
        ProcessHandle handle = process.toHandle();
        return handle.descendants()
                .reduce((first, second) -> second)
                .orElse(handle)
                .pid();
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Tells it to end, in order. */
    void terminate() {
        // What made its namespaces does not listen.
        ProcessHandle.of(processId()).ifPresent(ProcessHandle::destroy);
    }

    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        Files.deleteIfExists(output);
    }
}
