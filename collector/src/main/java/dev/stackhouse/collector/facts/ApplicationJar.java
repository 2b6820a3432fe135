package dev.stackhouse.collector.facts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** The jar of an application, as far as its manifest tells of it. */
final class ApplicationJar {
    private ApplicationJar() {}

    /**
     * The {@code Implementation-Version} of a jar; empty if it has none, cannot be read, or has not the main class.
     *
     * @param main main class, or the jar itself
     */
    static String version(Path jar, String main) {
        if (!Files.isRegularFile(jar)) {
            return "";
        }
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            if (!main.endsWith(".jar") && file.getEntry(main.replace('.', '/') + ".class") == null) {
                return "";
            }
            Manifest manifest = file.getManifest();
            String version = manifest == null
                    ? null
                    : manifest.getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
            return version == null ? "" : version.trim();
        } catch (IOException | SecurityException | IllegalArgumentException e) {
            return "";
        }
    }
}
