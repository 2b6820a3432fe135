package dev.stackhouse.query.server;

import dev.stackhouse.proto.query.v1.Selection;
import dev.stackhouse.query.filter.StackFilter;
import dev.stackhouse.query.selector.SelectorParser;
import dev.stackhouse.storage.read.LabelMatcher;
import dev.stackhouse.storage.read.StackQuery;
import dev.stackhouse.storage.schema.Retention;
import java.time.Instant;
import java.util.List;

/** A selection that has been checked. */
record Target(String service, ProfiledEvent event, List<LabelMatcher> matchers, StackFilter filter, TimeRange range) {
    static Target of(Selection selection, Retention retention, Instant now) {
        return new Target(
                requireService(selection.getService(), "selection.service"),
                ProfiledEvent.parse(selection.getEvent()),
                SelectorParser.parse(selection.getSelector()),
                StackFilter.of(
                        selection.getIncludeList(),
                        selection.getExcludeList(),
                        selection.getThread(),
                        selection.getLeafTypesList()),
                TimeRange.of(
                        selection.getFromUnixMillis(), selection.getToUnixMillis(), TimeRange.HOUR, retention, now));
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
