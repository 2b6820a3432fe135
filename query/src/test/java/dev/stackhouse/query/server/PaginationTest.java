package dev.stackhouse.query.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PaginationTest {
    @Test
    void goesOnAfterTheLastKeyWhateverCameOrWentMeanwhile() {
        Page<String> first = page(List.of("a", "b", "c", "d"), 2, "");
        Page<String> second = page(List.of("a", "aa", "c", "d", "e"), 2, first.nextToken());
        Page<String> third = page(List.of("a", "aa", "c", "d", "e"), 2, second.nextToken());

        assertThat(first.entries()).containsExactly("a", "b");
        assertThat(second.entries()).containsExactly("c", "d");
        assertThat(third).isEqualTo(new Page<>(List.of("e"), ""));
    }

    @Test
    void isEverythingWithoutASize() {
        assertThat(page(List.of("a", "b"), 0, "")).isEqualTo(new Page<>(List.of("a", "b"), ""));
    }

    @Test
    void refusesATokenThatNobodyGave() {
        assertThatThrownBy(() -> page(List.of("a"), 1, "%%")).hasMessageContaining("page_token is '%%'");
        assertThatThrownBy(() -> page(List.of("a"), -1, "")).hasMessageContaining("page_size is -1");
    }

    private static Page<String> page(List<String> entries, int size, String token) {
        return Page.of(entries, Function.identity(), size, token);
    }
}
