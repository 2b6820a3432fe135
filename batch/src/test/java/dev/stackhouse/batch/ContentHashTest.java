package dev.stackhouse.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Identities lie in the store: these numbers, computed by another implementation, never change. */
class ContentHashTest {
    private final ContentHash hash = new ContentHash();

    @Test
    void namesFramesAsEver() {
        assertThat(Long.toHexString(frame("java.util.HashMap", "get", 42, 2))).isEqualTo("1f8732868dd2affd");
        assertThat(Long.toHexString(frame("", "größe", 0, 5))).isEqualTo("7fdb6c23cf314501");
    }

    @Test
    void namesStacksAsEver() {
        hash.stack(new long[] {1, -2, 3, 99}, 3);
        assertThat(Long.toHexString(hash.high())).isEqualTo("9ec2fea919c548bf");
        assertThat(Long.toHexString(hash.low())).isEqualTo("5558f5cee75d2145");
    }

    @Test
    void tellsApartWhatReadsTheSameWhenJoined() {
        assertThat(frame("ab", "c", 1, 1)).isNotEqualTo(frame("a", "bc", 1, 1));
        assertThat(frame("a", "b", 1, 1)).isNotEqualTo(frame("a", "b", 1, 2)).isNotEqualTo(frame("a", "b", 2, 1));
    }

    private long frame(String className, String method, int line, int type) {
        byte[] bytes = (className + method).getBytes(UTF_8);
        int split = className.getBytes(UTF_8).length;
        return hash.frame(bytes, 0, split, split, bytes.length - split, line, type);
    }
}
