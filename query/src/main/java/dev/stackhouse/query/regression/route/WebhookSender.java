package dev.stackhouse.query.regression.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Posts what happened with the whole incident as JSON. The header {@code Idempotency-Key} is the same whenever a notice is sent again. With
 * a secret, {@code Stackhouse-Signature} is {@code t=SECONDS,v1=HEX}: HMAC-SHA256 of the seconds since the Unix epoch, a dot, and the body.
 */
final class WebhookSender implements Sender {
    private static final String ALGORITHM = "HmacSHA256";

    private final Route route;
    private final String page;
    private final JsonPost post;
    private final Clock clock;

    /**
     * @param page address of the page, without a path
     */
    WebhookSender(Route route, String page, JsonPost post, Clock clock) {
        this.route = route;
        this.page = page;
        this.post = post;
        this.clock = clock;
    }

    @Override
    public void send(Notice notice) throws SendException, InterruptedException {
        byte[] body = JsonPost.bytes(body(notice));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Idempotency-Key", notice.key());
        Path secret = route.secret();
        if (secret != null) {
            headers.put("Stackhouse-Signature", signature(secret, body));
        }
        post.post(route.url(), "", headers, body);
    }

    private ObjectNode body(Notice notice) {
        ObjectNode body = JsonPost.JSON.createObjectNode();
        body.put("kind", notice.kind().text());
        body.put("key", notice.key());
        body.put("title", new IncidentText(notice.incident()).title());
        body.put("link", page + notice.incident().getPagePath());
        try {
            body.set(
                    "incident",
                    JsonPost.JSON.readTree(JsonFormat.printer()
                            .omittingInsignificantWhitespace()
                            .print(notice.incident())));
        } catch (InvalidProtocolBufferException | JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        return body;
    }

    private String signature(Path secret, byte[] body) throws SendException {
        String seconds = Long.toString(clock.instant().getEpochSecond());
        try {
            byte[] key = Files.readString(secret).strip().getBytes(StandardCharsets.UTF_8);
            if (key.length == 0) {
                throw new SendException("the file of its secret is empty", true);
            }
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update((seconds + ".").getBytes(StandardCharsets.UTF_8));
            return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (IOException e) {
            throw new SendException("the file of its secret cannot be read: " + e, true);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
