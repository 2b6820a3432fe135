package dev.stackhouse.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.stackhouse.proto.batch.v1.BatchDictionary;
import dev.stackhouse.proto.batch.v1.Frame;
import dev.stackhouse.proto.batch.v1.Sample;
import dev.stackhouse.proto.batch.v1.Stack;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class DictionaryCodecTest {
    private static final StackDictionary DICTIONARY = new StackDictionary(
            List.of("", "java.util.HashMap", "get", "größe"),
            List.of(
                    Frame.newBuilder()
                            .setClassIndex(1)
                            .setMethodIndex(2)
                            .setLine(42)
                            .setTypeValue(2)
                            .build(),
                    Frame.newBuilder().setMethodIndex(3).setTypeValue(5).build()),
            List.of(stack(1, 0), stack(0), stack(1, 0, 0), stack(1, 1)));

    @Test
    void opensWhatWasSealed() throws InvalidProtocolBufferException {
        StackBatch.Builder batch = StackBatch.newBuilder();
        for (int i = 0; i < DICTIONARY.stacks().size(); i++) {
            batch.addSamples(Sample.newBuilder().setStackIndex(i).setCount(1 + i));
        }
        DictionaryCodec.seal(batch, DICTIONARY);

        StackDictionary opened = DictionaryCodec.open(batch.build());

        assertThat(batch.getFormatVersion()).isEqualTo(2);
        assertThat(opened.strings()).isEqualTo(DICTIONARY.strings());
        assertThat(opened.frames()).isEqualTo(DICTIONARY.frames());
        assertThat(opened.stacks()).containsExactly(stack(0), stack(1, 0), stack(1, 0, 0), stack(1, 1));
        assertThat(batch.getSamplesList())
                .extracting(sample -> opened.stacks().get(sample.getStackIndex()))
                .isEqualTo(DICTIONARY.stacks());
        assertThat(DictionaryCodec.open(sealed(StackDictionary.EMPTY))).isEqualTo(StackDictionary.EMPTY);
    }

    @Test
    void namesStacksByTheirContents() {
        ContentHash hash = new ContentHash();
        // The identities of the two frames are those that ContentHashTest has from another implementation.
        hash.stack(new long[] {0x7fdb6c23cf314501L, 0x1f8732868dd2affdL}, 2);
        StackBatch batch = sealed(DICTIONARY);

        assertThat(batch.getStackIds().size()).isEqualTo(4 * DictionaryCodec.ID_BYTES);
        assertThat(idsOf(batch).getLong(16)).isEqualTo(hash.high());
        assertThat(idsOf(batch).getLong(24)).isEqualTo(hash.low());
    }

    private static Stack stack(Integer... frames) {
        return Stack.newBuilder().addAllFrameIndexes(List.of(frames)).build();
    }

    @Test
    void refusesWhatIsNotADictionary() {
        byte[] noise = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        byte[] cut = sealed(DICTIONARY).getDictionary().substring(0, 40).toByteArray();
        byte[] bomb = Zstd.compress(new byte[DictionaryCodec.LARGEST_BYTES + 1]);

        for (byte[] bytes : List.of(noise, cut, bomb)) {
            StackBatch batch = StackBatch.newBuilder()
                    .setDictionary(ByteString.copyFrom(bytes))
                    .build();
            assertThatThrownBy(() -> DictionaryCodec.open(batch))
                    .isInstanceOf(InvalidProtocolBufferException.class)
                    .hasMessageStartingWith("The dictionary ");
        }
    }

    @Test
    void refusesColumnsThatDoNotFitTogether() throws InvalidProtocolBufferException {
        BatchDictionary good = BatchDictionary.newBuilder()
                .addStrings("")
                .addFrameClasses(0)
                .addFrameMethods(0)
                .addFrameLines(1)
                .addFrameTypes(1)
                .addStackShared(0)
                .addStackDepths(1)
                .addStackFrames(0)
                .build();
        assertThat(stacksOf(good)).isEqualTo(1);

        for (BatchDictionary.Builder bad : List.of(
                good.toBuilder().addFrameClasses(0),
                good.toBuilder().addFrameLines(7),
                good.toBuilder().setFrameMethods(0, 1),
                good.toBuilder().setFrameClasses(0, -1),
                good.toBuilder().addStackShared(0),
                good.toBuilder().addStackDepths(1),
                good.toBuilder().setStackShared(0, 1),
                good.toBuilder().setStackShared(0, -1),
                good.toBuilder().setStackDepths(0, -1),
                good.toBuilder().setStackDepths(0, 2),
                good.toBuilder().setStackDepths(0, 1 << 30),
                good.toBuilder().addStackFrames(0),
                good.toBuilder().setStackFrames(0, 1))) {
            assertThatThrownBy(() -> stacksOf(bad.build()))
                    .as("%s", bad)
                    .isInstanceOf(InvalidProtocolBufferException.class)
                    .hasMessage("The columns of the dictionary do not fit together.");
        }
    }

    private static int stacksOf(BatchDictionary columns) throws InvalidProtocolBufferException {
        StackBatch batch = StackBatch.newBuilder()
                .setDictionary(ByteString.copyFrom(Zstd.compress(columns.toByteArray())))
                .build();
        return DictionaryCodec.open(batch).stacks().size();
    }

    private static ByteBuffer idsOf(StackBatch batch) {
        return batch.getStackIds().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static StackBatch sealed(StackDictionary dictionary) {
        StackBatch.Builder batch = StackBatch.newBuilder();
        DictionaryCodec.seal(batch, dictionary);
        return batch.build();
    }
}
