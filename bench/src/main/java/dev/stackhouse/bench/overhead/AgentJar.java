package dev.stackhouse.bench.overhead;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/** Writes a class of this benchmark as an agent: a jar of its own, for a program that has nothing of the benchmark's on its class path. */
final class AgentJar {
    private AgentJar() {}

    /**
     * Writes it where it is not there yet.
     *
     * @param agent needs no other class of the benchmark
     * @param directory where the jar goes
     * @param libraries one class of every library that it needs
     */
    static Path of(Class<?> agent, Path directory, Class<?>... libraries) throws IOException {
        Path jar = directory.resolve(agent.getSimpleName() + ".jar");
        if (!Files.exists(jar)) {
            write(agent, jar, libraries);
        }
        return jar;
    }

    private static void write(Class<?> agent, Path jar, Class<?>... libraries) throws IOException {
        String file = agent.getName().replace('.', '/') + ".class";
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Agent-Class", agent.getName());
        manifest.getMainAttributes().putValue("Premain-Class", agent.getName());
        String classPath = Arrays.stream(libraries)
                .map(library -> library.getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString())
                .collect(Collectors.joining(" "));
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        try (InputStream compiled = agent.getClassLoader().getResourceAsStream(file);
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            if (compiled == null) {
                throw new IOException(file + " is not where this runs from");
            }
            out.putNextEntry(new JarEntry(file));
            compiled.transferTo(out);
        }
    }
}
