package dev.stackhouse.query.server;

import dev.stackhouse.proto.query.v1.Selection;
import dev.stackhouse.query.selector.SelectorParser;
import dev.stackhouse.storage.read.LabelMatcher;
import dev.stackhouse.storage.read.StackQuery;
import java.time.Instant;
import java.util.List;

/** A selection that has been checked. */
record Target(String service, ProfiledEvent event, List<LabelMatcher> matchers, TimeRange range) {
    static Target of(Selection selection, Instant now) {
        return new Target(
                requireService(selection.getService(), "selection.service"),
                ProfiledEvent.parse(selection.getEvent()),
                SelectorParser.parse(selection.getSelector()),
                TimeRange.of(selection.getFromUnixMillis(), selection.getToUnixMillis(), TimeRange.HOUR, now));
    }

    static String requireService(String service, String field) {
        if (service.isEmpty()) {
            throw RequestException.invalid(field + " is missing: name the service to look at");
        }
        return service;
    }

    StackQuery query() {
        return new StackQuery(service, event.text(), matchers, range.fromMillis(), range.toMillis());
    }
}
