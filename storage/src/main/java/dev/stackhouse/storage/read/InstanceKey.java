package dev.stackhouse.storage.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** Names an instance among those of all services. */
record InstanceKey(String service, String instance) {
    /** A condition over the columns service and instance. */
    static String anyOf(Collection<InstanceKey> keys) {
        return "(service, instance) IN ("
                + keys.stream().map(InstanceKey::literal).collect(Collectors.joining(",")) + ")";
    }

    /** Names are anybody's text: as digits they are nothing but names. */
    String literal() {
        return "(" + hexadecimal(service) + "," + hexadecimal(instance) + ")";
    }

    private static String hexadecimal(String name) {
        return "unhex('" + HexFormat.of().formatHex(name.getBytes(UTF_8)) + "')";
    }
}
