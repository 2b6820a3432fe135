package dev.stackhouse.collector.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HiddenJarTest {
    private static final byte[] LONG = "all the same ".repeat(10_000).getBytes(UTF_8);

    @TempDir
    private Path directory;

    @Test
    void filesAreReadWhereTheyLieCompressedOrNot() throws IOException {
        try (HiddenJar jar = new HiddenJar(agent(inner(), true))) {
            assertThat(jar.read("a/Long.class")).isEqualTo(LONG);
            assertThat(jar.read("b/stored")).isEqualTo("as it is".getBytes(UTF_8));
            assertThat(jar.read("empty")).isEmpty();
            assertThat(jar.read("a/Long.class")).isEqualTo(LONG);
            assertThat(jar.read("a/None.class")).isNull();
        }
    }

    @Test
    void saysSoWhenItWasCompressedOrIsMissingOrDamaged() throws IOException {
        File compressed = agent(inner(), false);
        assertThatThrownBy(() -> new HiddenJar(compressed)).hasMessageContaining("was compressed");

        File damaged = agent(new byte[1_000], true);
        assertThatThrownBy(() -> new HiddenJar(damaged)).hasMessageContaining("is damaged");

        File missing = directory.resolve("missing.jar").toFile();
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(missing.toPath()))) {
            zip.putNextEntry(new ZipEntry("other"));
        }
        assertThatThrownBy(() -> new HiddenJar(missing)).hasMessageContaining("is missing");
    }

    private static byte[] inner() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("a/Long.class"));
            zip.write(LONG);
            store(zip, "b/stored", "as it is".getBytes(UTF_8));
            zip.putNextEntry(new ZipEntry("empty"));
        }
        return bytes.toByteArray();
    }

    private File agent(byte[] inner, boolean stored) throws IOException {
        Path jar = directory.resolve("agent-" + stored + inner.length + ".jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("dev/stackhouse/Agent.class"));
            zip.write(LONG);
            if (stored) {
                store(zip, HiddenJar.NAME, inner);
            } else {
                zip.putNextEntry(new ZipEntry(HiddenJar.NAME));
                zip.write(inner);
            }
        }
        return jar.toFile();
    }

    private static void store(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
    }
}
