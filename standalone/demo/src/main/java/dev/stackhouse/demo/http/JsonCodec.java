package dev.stackhouse.demo.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON of requests and replies. */
public final class JsonCodec {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            // Error messages go to the sender: where it went wrong, not what was sent.
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private JsonCodec() {}

    /**
     * Reads a body.
     *
     * @throws BadRequestException if it is not JSON or not of that shape
     */
    public static <T> T read(byte[] body, Class<T> shape) {
        T value;
        try {
            value = MAPPER.readValue(body, shape);
        } catch (JsonProcessingException e) {
            throw new BadRequestException("The body is not the JSON expected: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (value == null) {
            throw new BadRequestException("The body is null.");
        }
        return value;
    }

    static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
