package dev.stackhouse.collector.publish;

import static dev.stackhouse.collector.publish.NumberedBatches.batch;
import static dev.stackhouse.collector.publish.NumberedBatches.drain;
import static dev.stackhouse.collector.publish.NumberedBatches.dropped;
import static dev.stackhouse.collector.publish.NumberedBatches.stored;
import static dev.stackhouse.collector.publish.NumberedBatches.taken;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stackhouse.proto.batch.v1.StackBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    private static final long MEMORY = 1 << 20;
    private static final long DISK = 1 << 20;

    @TempDir
    private Path temporary;

    @Test
    void whatOneLeavesTheNextOneSendsInOrder() throws Exception {
        try (BatchQueue first = queue("i-1", DISK)) {
            for (int i = 1; i <= 12; i++) {
                first.offer(batch("i-1", 1_000, i));
            }
            assertThat(first.samplesInMemoryOnly()).isZero();
        }
        try (BatchQueue second = queue("i-2", DISK)) {
            second.offer(batch("i-2", 1_000, 100));
            second.adopt();

            List<StackBatch> batches = drain(second);
            assertThat(batches)
                    .extracting(batch -> batch.getInstanceId() + "/" + batch.getSequence())
                    .containsExactlyElementsOf(Stream.concat(
                                    Stream.iterate(1, i -> i + 1).limit(12).map(i -> "i-1/" + i), Stream.of("i-2/1"))
                            .toList());
            assertThat(stored(batches)).isEqualTo(12 * 13 / 2 + 100);
        }
        assertThat(left()).isEmpty();
    }

    @Test
    void whatIsInUseIsLeftAlone() throws Exception {
        try (BatchQueue first = queue("i-1", DISK);
                BatchQueue second = queue("i-2", DISK)) {
            first.offer(batch("i-1", 1_000, 1));
            second.adopt();

            assertThat(second.isEmpty()).isTrue();
            assertThat(drain(first)).hasSize(1);
        }
        assertThat(left()).isEmpty();
    }

    @Test
    void theOldestGiveUpTheirSamplesWhenTheDiskIsFullAndTheBooksStayTrue() throws Exception {
        try (BatchQueue first = queue("i-1", 10_000)) {
            for (int i = 0; i < 40; i++) {
                first.offer(batch("i-1", 4_000, 7));
            }
        }
        assertThat(left().stream().mapToLong(file -> file.toFile().length()).sum())
                .isLessThanOrEqualTo(10_000);
        try (BatchQueue second = queue("i-2", 10_000)) {
            second.adopt();
            List<StackBatch> batches = drain(second);

            assertThat(batches).hasSize(40);
            assertThat(taken(batches)).isEqualTo(280);
            assertThat(stored(batches) + dropped(batches)).isEqualTo(280);
            assertThat(batches.get(0).getSamplesCount()).isZero();
            assertThat(batches.get(39).getSamplesCount()).isPositive();
        }
    }

    @Test
    void memoryHasToDoWhileTheDirectoryIsGone() throws Exception {
        try (BatchQueue queue = queue("i-1", DISK)) {
            Files.delete(queue.directory());
            queue.offer(batch("i-1", 1_000, 3));

            assertThat(queue.samplesInMemoryOnly()).isEqualTo(3);

            Files.createDirectory(queue.directory());
            queue.offer(batch("i-1", 1_000, 4));
            assertThat(queue.samplesInMemoryOnly()).isZero();
            assertThat(stored(drain(queue))).isEqualTo(7);
        }
    }

    @Test
    void memoryIsGivenUpForTheDisk() throws Exception {
        try (BatchQueue queue = new BatchQueue("i-1", 5_000, DISK, Spool.open(directory(), "i-1"))) {
            for (int i = 0; i < 20; i++) {
                queue.offer(batch("i-1", 2_000, 1));
            }

            assertThat(stored(drain(queue))).isEqualTo(20);
        }
    }

    @Test
    void aDamagedFileIsAGapAndNoMore() throws Exception {
        try (BatchQueue first = queue("i-1", DISK)) {
            for (int i = 0; i < 4; i++) {
                first.offer(batch("i-1", 1_000, 1));
            }
        }
        Files.write(directory().resolve("i-1/2.batch"), new byte[] {1, 2, 3});
        Path third = directory().resolve("i-1/3.batch");
        Files.write(third, Arrays.copyOf(Files.readAllBytes(third), 200));
        try (BatchQueue second = queue("i-2", DISK)) {
            second.adopt();

            assertThat(drain(second)).extracting(StackBatch::getSequence).containsExactly(1L, 4L);
        }
        assertThat(left()).isEmpty();
    }

    @Test
    void whatIsNoBatchIsPutAsideAndKeepsNothingElseBack() throws Exception {
        for (String instance : List.of("i-1", "i-2", "i-3")) {
            try (BatchQueue queue = queue(instance, DISK)) {
                queue.offer(batch(instance, 1_000, 1));
                queue.offer(batch(instance, 1_000, 1));
            }
        }
        Files.writeString(directory().resolve("i-1/one.batch"), "not ours");
        Files.createDirectories(directory().resolve("i-2/3.batch/deep"));
        Files.writeString(directory().resolve("i-2/left.jfr"), "a recording");
        try (BatchQueue next = queue("i-4", DISK)) {
            next.adopt();

            assertThat(drain(next))
                    .extracting(batch -> batch.getInstanceId() + "/" + batch.getSequence())
                    .containsExactlyInAnyOrder("i-1/1", "i-1/2", "i-2/1", "i-2/2", "i-3/1", "i-3/2");
            next.adopt();
            assertThat(next.isEmpty()).isTrue();
        }
        assertThat(left()).containsExactly(directory().resolve("not-batches/i-1-one.batch"));
        assertThat(directory().resolve("not-batches/i-2-3.batch/deep")).isDirectory();
        try (Stream<Path> entries = Files.list(directory())) {
            assertThat(entries).containsExactly(directory().resolve("not-batches"));
        }
    }

    @Test
    void nobodyElseCanReadItAndAnOpenDirectoryIsRefused() throws Exception {
        try (BatchQueue queue = queue("i-1", DISK)) {
            queue.offer(batch("i-1", 100, 1));
            assertThat(Files.getPosixFilePermissions(directory()))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        }
        Files.setPosixFilePermissions(directory(), PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThatThrownBy(() -> Spool.open(directory(), "i-2"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("mode 700");
    }

    private Path directory() {
        return temporary.resolve("spool/place");
    }

    private BatchQueue queue(String instance, long spoolBytes) throws IOException {
        return new BatchQueue(instance, MEMORY, spoolBytes, Spool.open(directory(), instance));
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> files = Files.walk(directory())) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
