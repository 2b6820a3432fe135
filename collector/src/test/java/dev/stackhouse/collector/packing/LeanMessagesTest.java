package dev.stackhouse.collector.packing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stackhouse.collector.publish.NoSchemas;
import java.io.IOException;
import java.io.InputStream;
import org.apache.kafka.common.message.ApiMessageType;
import org.junit.jupiter.api.Test;

class LeanMessagesTest {
    @Test
    void messagesKeepTheirVersionsAndLoseTheirLayouts() throws Exception {
        Class<?> lean = new Defining().define(LeanMessages.without(classFile(ApiMessageType.class)));

        for (ApiMessageType type : ApiMessageType.values()) {
            Object same = lean.getMethod("fromApiKey", short.class).invoke(null, type.apiKey());
            assertThat(same).hasToString(type.toString());
            assertThat(lean.getMethod("highestSupportedVersion", boolean.class).invoke(same, false))
                    .isEqualTo(type.highestSupportedVersion(false));
            assertThat(lean.getMethod("requestSchemas").invoke(same)).isSameAs(NoSchemas.SCHEMAS);
            assertThat(lean.getMethod("responseSchemas").invoke(same)).isSameAs(NoSchemas.SCHEMAS);
        }
    }

    @Test
    void anotherClassIsRefused() throws Exception {
        byte[] other = classFile(LeanMessages.class);

        assertThatThrownBy(() -> LeanMessages.without(other))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no references");
        assertThatThrownBy(() -> LeanMessages.without(new byte[] {1, 2, 3, 4}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no class");
    }

    private static byte[] classFile(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            return in.readAllBytes();
        }
    }

    private static final class Defining extends ClassLoader {
        Defining() {
            super(LeanMessagesTest.class.getClassLoader());
        }

        Class<?> define(byte[] bytes) {
            return defineClass(null, bytes, 0, bytes.length);
        }
    }
}
