package dev.stackhouse.collector.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.batch.v1.FrameType;
import java.util.List;
import org.junit.jupiter.api.Test;

class NativeMemoryTest {
    private final NativeMemory memory = new NativeMemory(3);

    @Test
    void whatOutlivesTheNextChunkIsHandedOutOnce() {
        memory.allocated(0x10, 1, 100, 7, 1);
        assertThat(endChunk(0)).isEmpty();
        memory.beginChunk();

        assertThat(endChunk(10_000))
                .extracting(
                        RecordedSample::event,
                        RecordedSample::thread,
                        RecordedSample::windowStartMillis,
                        RecordedSample::value,
                        RecordedSample::count)
                .containsExactly(tuple(EventType.EVENT_TYPE_NATIVE_MEMORY, "thread 1", 10_000L, 100L, 1L));
        memory.beginChunk();
        assertThat(endChunk(20_000)).isEmpty();
    }

    @Test
    void whatIsFreedInItsChunkOrTheNextIsNot() {
        memory.allocated(0x10, 1, 100, 7, 1);
        memory.allocated(0x20, 1, 100, 7, 1);
        memory.freed(0x10, 2);
        endChunk(0);
        memory.beginChunk();
        memory.freed(0x20, 3);

        assertThat(endChunk(10_000)).isEmpty();
    }

    @Test
    void aFreeFromBeforeTheAllocationIsAnotherOnes() {
        memory.allocated(0x10, 5, 100, 7, 1);
        memory.freed(0x10, 4);
        endChunk(0);
        memory.beginChunk();

        assertThat(endChunk(10_000)).hasSize(1);
    }

    @Test
    void anotherAllocationAtTheAddressMeansThatTheFirstWasFreed() {
        memory.allocated(0x10, 5, 100, 7, 1);
        memory.allocated(0x10, 9, 30, 8, 1);
        memory.allocated(0x10, 2, 50, 9, 1);
        endChunk(0);
        memory.beginChunk();

        assertThat(endChunk(10_000)).extracting(RecordedSample::value).containsExactly(30L);
    }

    @Test
    void equalStacksOfAPoolAreOneSample() {
        memory.allocated(0x10, 1, 100, 7, 1);
        endChunk(0);
        memory.beginChunk();
        memory.allocated(0x20, 2, 50, 7, 1);
        memory.allocated(0x30, 2, 1, 7, 2);
        endChunk(10_000);

        assertThat(memory.take(20_000))
                .extracting(RecordedSample::thread, RecordedSample::value, RecordedSample::count)
                .containsExactlyInAnyOrder(tuple("thread 1", 50L, 1L), tuple("thread 2", 1L, 1L));
    }

    @Test
    void whatThereIsNoRoomForIsRefused() {
        assertThat(memory.allocated(0x10, 1, 1, 7, 1)).isTrue();
        assertThat(memory.allocated(0x20, 1, 1, 7, 1)).isTrue();
        assertThat(memory.allocated(0x30, 1, 1, 7, 1)).isTrue();
        assertThat(memory.allocated(0x40, 1, 1, 7, 1)).isFalse();
        memory.freed(0x20, 2);
        assertThat(memory.allocated(0x40, 3, 1, 7, 1)).isTrue();
    }

    @Test
    void whatIsLeftOfAChunkThatCouldNotBeReadIsForgotten() {
        memory.allocated(0x10, 1, 100, 7, 1);
        memory.beginChunk();
        assertThat(memory.hasNew()).isFalse();
        endChunk(0);
        memory.beginChunk();

        assertThat(endChunk(10_000)).isEmpty();
    }

    private List<RecordedSample> endChunk(long windowStartMillis) {
        return memory.endChunk(
                number -> List.of(new RecordedFrame("", "stack" + number, 0, FrameType.FRAME_TYPE_NATIVE)),
                number -> "thread " + number,
                windowStartMillis);
    }
}
