package dev.stackhouse.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.proto.batch.v1.Frame;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is written out of known stacks is read as any dictionary is, and names stacks as {@link DictionaryCodec#seal} does. */
class DictionaryWriterTest {
    private static final int IDS = StackBatch.STACK_IDS_FIELD_NUMBER;
    private static final int DICTIONARY = StackBatch.DICTIONARY_FIELD_NUMBER;

    private final KnownStacks known = new KnownStacks();
    private final DictionaryWriter writer = new DictionaryWriter(3);

    @Test
    void batchesOfAnyOfTheStacksAreReadAsTheyWereMeant() throws Exception {
        Random random = new Random(1);
        for (int batch = 0; batch < 50; batch++) {
            for (int i = 0; i < 40; i++) {
                known.stack(randomStack(random), 1 + random.nextInt(30));
            }
            Set<Integer> marked = new LinkedHashSet<>();
            for (int i = 0; i < 60; i++) {
                marked.add(random.nextInt(known.size()));
            }
            StackBatch written = write(marked);

            StackDictionary opened = DictionaryCodec.open(written);
            assertThat(opened.strings()).doesNotHaveDuplicates().startsWith("");
            assertThat(opened.frames()).doesNotHaveDuplicates();
            assertThat(opened.stacks()).hasSameSizeAs(marked);
            for (int stack : marked) {
                assertThat(named(opened, writer.place(stack))).isEqualTo(named(stack));
            }
            assertThat(idsByStack(written)).isEqualTo(idsByStack(sealed(opened)));
        }
    }

    @Test
    void aStackThatIsMetAgainHasTheNumberThatItHad() {
        Random random = new Random(2);
        List<int[]> stacks = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            int[] stack = randomStack(random);
            stacks.add(stack);
            numbers.add(known.stack(stack, stack.length));
        }
        for (int i = 0; i < stacks.size(); i++) {
            assertThat(known.stack(stacks.get(i), stacks.get(i).length)).isEqualTo(numbers.get(i));
        }
    }

    @Test
    void ofNoStacksThereIsNoDictionary() throws Exception {
        assertThat(write(Set.of())).isEqualTo(StackBatch.getDefaultInstance());
    }

    @Test
    void whatIsLargerThanItMayBeIsNotWritten() {
        int[] stack = randomStack(new Random(3));
        int number = known.stack(stack, stack.length);
        writer.begin(known);
        writer.mark(number);

        assertThat(writer.encode(known, 20)).isFalse();
        writer.begin(known);
        writer.mark(number);
        assertThat(writer.encode(known, 100_000)).isTrue();
    }

    private StackBatch write(Set<Integer> marked) throws Exception {
        writer.begin(known);
        marked.forEach(writer::mark);
        assertThat(writer.encode(known, 1 << 20)).isTrue();
        WireBytes batch = new WireBytes();
        writer.addTo(batch, IDS, DICTIONARY);
        return StackBatch.parseFrom(batch.toByteArray());
    }

    private int[] randomStack(Random random) {
        KnownFrames frames = known.frames();
        int[] stack = new int[30];
        for (int i = 0; i < stack.length; i++) {
            // Few at the root, many at the leaf.
            int which = random.nextInt(1 + i * 3);
            stack[i] = frames.frame(
                    frames.name(which % 3 == 0 ? "" : "a.Größe" + which / 5),
                    frames.name("m" + which),
                    random.nextInt(2) * 40_000,
                    random.nextInt(9));
        }
        return stack;
    }

    private List<String> named(int stack) {
        KnownFrames frames = known.frames();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < known.depth(stack); i++) {
            int frame = known.frame(stack, i);
            names.add(frames.name(frames.className(frame)) + "." + frames.name(frames.methodName(frame)) + ":"
                    + frames.line(frame) + ":" + frames.type(frame));
        }
        return names;
    }

    private static List<String> named(StackDictionary dictionary, int place) {
        List<String> names = new ArrayList<>();
        for (int index : dictionary.stacks().get(place).getFrameIndexesList()) {
            Frame frame = dictionary.frames().get(index);
            names.add(dictionary.strings().get(frame.getClassIndex()) + "."
                    + dictionary.strings().get(frame.getMethodIndex()) + ":" + frame.getLine() + ":"
                    + frame.getTypeValue());
        }
        return names;
    }

    private static Map<List<String>, String> idsByStack(StackBatch batch) throws Exception {
        StackDictionary dictionary = DictionaryCodec.open(batch);
        Map<List<String>, String> ids = new HashMap<>();
        for (int i = 0; i < dictionary.stacks().size(); i++) {
            int at = i * DictionaryCodec.ID_BYTES;
            byte[] id = batch.getStackIds()
                    .substring(at, at + DictionaryCodec.ID_BYTES)
                    .toByteArray();
            ids.put(named(dictionary, i), Arrays.toString(id));
        }
        return ids;
    }

    private static StackBatch sealed(StackDictionary dictionary) {
        StackBatch.Builder batch = StackBatch.newBuilder();
        DictionaryCodec.seal(batch, dictionary);
        return batch.build();
    }
}
