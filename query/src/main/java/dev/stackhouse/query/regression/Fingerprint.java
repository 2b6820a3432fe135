package dev.stackhouse.query.regression;

import dev.stackhouse.proto.query.v1.ComparedUnit;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Names of causes and of incidents: the same for the same, on whichever server. */
final class Fingerprint {
    private static final int BYTES = 8;

    private Fingerprint() {}

    /** Of a cause, whatever the deploy. */
    static String of(String service, String event, ComparedUnit unit) {
        return hash(List.of(service, event, unit.getType().name(), String.join("\n", unit.getPathList())));
    }

    /** Of a cause in a deploy. */
    static String incident(String fingerprint, String versionBefore, String versionAfter) {
        return hash(List.of(fingerprint, versionBefore, versionAfter));
    }

    /** Of a cause without a new version. */
    static String incident(String fingerprint, long changedHour) {
        return hash(List.of(fingerprint, Long.toString(changedHour)));
    }

    /** A number by which services are spread evenly. */
    static int number(String service) {
        return ByteBuffer.wrap(digest(List.of(service))).getInt();
    }

    private static String hash(List<String> parts) {
        return HexFormat.of().formatHex(digest(parts), 0, BYTES);
    }

    private static byte[] digest(List<String> parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
                digest.update(Integer.toString(utf8.length).getBytes(StandardCharsets.UTF_8));
                digest.update((byte) ':');
                digest.update(utf8);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
