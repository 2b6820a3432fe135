package dev.stackhouse.query.regression.route;

import dev.stackhouse.proto.query.v1.Finding;
import dev.stackhouse.proto.query.v1.Incident;
import dev.stackhouse.proto.query.v1.ShareEstimate;
import dev.stackhouse.proto.query.v1.Unit;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An incident in words. */
record IncidentText(Incident incident) {
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Without its package: "Cart.total". */
    String method() {
        String name = whole();
        int dot = name.lastIndexOf('.', Math.max(0, name.lastIndexOf('.') - 1));
        return name.substring(dot + 1);
    }

    /** With its package. */
    String whole() {
        List<String> path = incident.getFinding().getUnit().getPathList();
        return path.isEmpty() ? incident.getService() : path.get(path.size() - 1);
    }

    /** "checkout 42: Cart.total takes 8.00 % of cpu, 5.00 % in 41"; without a new version "checkout 41: since 2026-11-29 03:00 UTC Cart.total takes …, 5.00 % before". */
    String title() {
        Finding finding = incident.getFinding();
        return String.format(
                Locale.ROOT,
                "%s %s: %s%s takes %s %% of %s, %s %% %s",
                incident.getService(),
                incident.getAfter().getVersion(),
                isShift() ? "since " + changedAt() + " " : "",
                method(),
                percent(finding.getAfter().getShare()),
                incident.getEvent(),
                percent(finding.getBefore().getShare()),
                isShift() ? "before" : "in " + incident.getBefore().getVersion());
    }

    /** Whether it changed without a new version. */
    boolean isShift() {
        return incident.getChangedAtUnixMillis() != 0;
    }

    private String changedAt() {
        return HOUR.format(Instant.ofEpochMilli(incident.getChangedAtUnixMillis()));
    }

    /** What speaks for it, a line each. */
    List<String> proof() {
        Finding finding = incident.getFinding();
        List<String> lines = new ArrayList<>();
        if (isShift()) {
            lines.add("no new version: it changed at about " + changedAt());
        }
        lines.addAll(List.of(
                "share: " + share(finding.getBefore()) + " before, " + share(finding.getAfter()) + " now",
                "cost: " + cost(finding.getChangePerInstance()) + " an instance, " + cost(finding.getChangeInAll())
                        + " in all",
                String.format(
                        Locale.ROOT,
                        "compared: %d instances with %d samples before, %d with %d now; q = %.1e",
                        incident.getBefore().getInstances(),
                        incident.getBefore().getSamples(),
                        incident.getAfter().getInstances(),
                        incident.getAfter().getSamples(),
                        finding.getQValue()),
                "smallest change that would have been found: " + percent(incident.getMinimalDetectableChange())
                        + " points",
                "path: " + String.join(" > ", finding.getPathList())));
        return lines;
    }

    private static String share(ShareEstimate share) {
        return percent(share.getShare()) + " % (" + percent(share.getLow()) + " to " + percent(share.getHigh()) + ")";
    }

    private String cost(double perSecond) {
        return incident.getUnit() == Unit.UNIT_BYTES
                ? String.format(Locale.ROOT, "%+.1f MB/s", perSecond / 1e6)
                : String.format(
                        Locale.ROOT,
                        "%+.4f %s",
                        perSecond / 1e9,
                        incident.getEvent().equals("cpu") ? "cores" : "threads");
    }

    private static String percent(double share) {
        double points = 100 * share;
        return String.format(Locale.ROOT, Math.abs(points) >= 0.1 ? "%.2f" : "%.4f", points);
    }
}
