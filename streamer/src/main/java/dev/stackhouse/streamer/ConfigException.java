package dev.stackhouse.streamer;

import java.util.List;

/** Settings that cannot be used; the message names every fault and its variable. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConfigException(List<String> faults) {
        super(String.join(" ", faults));
    }
}
