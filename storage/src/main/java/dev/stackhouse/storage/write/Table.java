package dev.stackhouse.storage.write;

import java.util.List;

/** The tables that a block has rows for, in the order in which they are inserted: what others refer to comes first. */
public enum Table {
    FRAMES("frames (frame_id, class_name, method_name, line, type)"),
    STACKS("stacks (service, stack_id, frame_ids)"),
    INSTANCES("instances (service, instance, labels, first_seen, last_seen)"),
    FACTS("facts (service, instance, facts, seen)"),
    RATES("rates (service, instance, since, sequence, intervals, slowed, policy)"),
    INCOMING("incoming (service, event, instance, version, window_start, unit, stack_ids, counts, sums)"),
    /** As earlier versions encoded it; checkpoints of theirs hold such rows. */
    LEDGER("ledger (service, instance, event, window_start, sequence, taken, dropped)"),
    LEDGER_WITH_ARRIVAL(
            "ledger (service, instance, event, window_start, sequence, taken, dropped, format, last, arrived)");

    private final String target;

    Table(String target) {
        this.target = target;
    }

    String tableName() {
        return target.substring(0, target.indexOf(' '));
    }

    /** Columns in the order in which rows are encoded. */
    List<String> columns() {
        String inner = target.substring(target.indexOf('(') + 1, target.length() - 1);
        return List.of(inner.split(", ", -1));
    }
}
