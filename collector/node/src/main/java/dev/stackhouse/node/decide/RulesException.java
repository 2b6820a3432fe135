package dev.stackhouse.node.decide;

import java.util.List;

/** Rules that cannot be used; the message names every fault. */
public final class RulesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RulesException(List<String> faults) {
        super(String.join("; ", faults));
    }
}
