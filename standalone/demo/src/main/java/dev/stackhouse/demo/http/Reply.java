package dev.stackhouse.demo.http;

/** What goes back: status, content type, body. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Reply(int status, String contentType, byte[] body) {
    public static Reply json(Object value) {
        return new Reply(200, "application/json", JsonCodec.write(value));
    }

    public static Reply html(byte[] body) {
        return new Reply(200, "text/html; charset=utf-8", body);
    }

    static Reply error(int status, String message) {
        return new Reply(status, "application/json", JsonCodec.write(new Fault(message)));
    }

    private record Fault(String error) {}
}
