package dev.stackhouse.query.regression.rules;

import java.util.List;

/** Rules that cannot be used; the message names every fault with its line. */
public final class RulesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> faults;

    RulesException(List<String> faults) {
        super(String.join("; ", faults));
        this.faults = List.copyOf(faults);
    }

    /** One sentence each, as in "line 7: rule 2: looks is not ascending". */
    public List<String> faults() {
        return faults;
    }
}
