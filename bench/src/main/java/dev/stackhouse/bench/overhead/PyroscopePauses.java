package dev.stackhouse.bench.overhead;

import com.sun.tools.attach.VirtualMachine;
import dev.stackhouse.bench.overhead.program.PyroscopeSwitch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Stops Pyroscope's agent and starts it again, by its own methods, called by a class that is attached to the program. */
final class PyroscopePauses implements Pauses {
    private final long processId;
    private final Path switchJar;

    private PyroscopePauses(long processId, Path switchJar) {
        this.processId = processId;
        this.switchJar = switchJar;
    }

    static PyroscopePauses of(long processId, Path directory) throws IOException {
        Path jar = directory.resolve("pyroscope-switch.jar");
        if (!Files.exists(jar)) {
            write(jar);
        }
        return new PyroscopePauses(processId, jar);
    }

    private static void write(Path jar) throws IOException {
        String name = PyroscopeSwitch.class.getName();
        String file = name.replace('.', '/') + ".class";
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Agent-Class", name);
        try (InputStream compiled = PyroscopeSwitch.class.getClassLoader().getResourceAsStream(file);
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            if (compiled == null) {
                throw new IOException(file + " is not where this runs from");
            }
            out.putNextEntry(new JarEntry(file));
            compiled.transferTo(out);
        }
    }

    @Override
    public void pause() throws Exception {
        call("stop");
    }

    @Override
    public void resume() throws Exception {
        call("start");
    }

    private void call(String method) throws Exception {
        VirtualMachine jvm = VirtualMachine.attach(Long.toString(processId));
        try {
            jvm.loadAgent(switchJar.toString(), method);
        } finally {
            jvm.detach();
        }
    }
}
