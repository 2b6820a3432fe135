package dev.stackhouse.node.attach;

import dev.stackhouse.node.attach.AttachException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/** async-profiler's native library for the processor that a JVM is built for. */
final class ProfilerLibrary {
    static final String FILE = "libasyncProfiler.so";
    private static final int MACHINE_AT = 18;
    /** Numbers of the ELF format (https://man7.org/linux/man-pages/man5/elf.5.html) and async-profiler's names. */
    private static final Map<Integer, String> DIRECTORIES = Map.of(62, "linux-x64", 183, "linux-arm64");

    private ProfilerLibrary() {}

    /**
     * Opens the one that fits.
     *
     * @param libjvm as it can be read from here
     */
    static InputStream openFor(Path libjvm) throws IOException {
        int machine = machine(libjvm);
        String directory = DIRECTORIES.get(machine);
        InputStream library = directory == null
                ? null
                : ProfilerLibrary.class.getClassLoader().getResourceAsStream(directory + "/" + FILE);
        if (library == null) {
            throw new AttachException(
                    Reason.NO_LIBRARY,
                    "there is no profiler for its processor (number " + machine + " of the ELF format)");
        }
        return library;
    }

    private static int machine(Path libjvm) throws IOException {
        try (InputStream in = Files.newInputStream(libjvm, LinkOption.NOFOLLOW_LINKS)) {
            byte[] header = in.readNBytes(MACHINE_AT + 2);
            return header.length < MACHINE_AT + 2
                    ? 0
                    : ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getShort(MACHINE_AT);
        }
    }
}
