package dev.stackhouse.streamer.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewestCheckpointTest {
    @TempDir
    private Path directory;

    @Test
    void isNoneBeforeTheFirst() throws IOException {
        assertThat(NewestCheckpoint.in(directory.resolve("absent"))).isEmpty();
        Files.createDirectories(directory.resolve("job/chk-1"));
        assertThat(NewestCheckpoint.in(directory)).isEmpty();
    }

    @Test
    void isTheLastCompleteOneOfAnyJob() throws IOException {
        checkpoint("old/chk-900", 1_000);
        checkpoint("new/chk-9", 2_000);
        Path newest = checkpoint("new/chk-10", 2_000);
        Files.createDirectories(directory.resolve("new/chk-11"));

        assertThat(NewestCheckpoint.in(directory)).contains(newest);
    }

    @Test
    void leavesOnlyTheJobOfTheNewest() throws IOException {
        Path checkpoints = directory.resolve("checkpoints");
        checkpoint("checkpoints/old/chk-900", 1_000);
        checkpoint("checkpoints/new/chk-9", 1_500);
        Path newest = checkpoint("checkpoints/new/chk-10", 2_000);
        Path temporary = Files.createDirectories(directory.resolve("tmp/flink"));

        Leftovers.delete(temporary.getParent(), checkpoints, NewestCheckpoint.in(checkpoints));

        assertThat(directory.resolve("tmp")).doesNotExist();
        assertThat(checkpoints.resolve("old")).doesNotExist();
        assertThat(checkpoints.resolve("new/chk-9")).isDirectory();
        assertThat(newest).isDirectory();
    }

    private Path checkpoint(String name, long writtenMillis) throws IOException {
        Path checkpoint = Files.createDirectories(directory.resolve(name));
        Path metadata = Files.writeString(checkpoint.resolve("_metadata"), "x");
        Files.setLastModifiedTime(metadata, FileTime.fromMillis(writtenMillis));
        return checkpoint;
    }
}
