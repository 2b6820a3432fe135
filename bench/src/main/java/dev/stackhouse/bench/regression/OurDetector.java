package dev.stackhouse.bench.regression;

import dev.stackhouse.regression.Classification;
import dev.stackhouse.regression.Comparison;
import dev.stackhouse.regression.Finding;
import dev.stackhouse.regression.Outcome;
import dev.stackhouse.regression.Rules;
import java.util.List;
import java.util.stream.Collectors;

/** The product's own comparison. */
final class OurDetector implements Detector {
    private final Rules rules;

    OurDetector(Rules rules) {
        this.rules = rules;
    }

    @Override
    public String name() {
        return Case.OURS;
    }

    @Override
    public List<Suspect> look(Deploy deploy, int look) {
        Comparison comparison = new Comparison(deploy.service.tree, rules);
        Outcome outcome = comparison.compare(deploy.older(), deploy.newer(), look);
        return outcome.findings().stream()
                .filter(finding -> finding.classification() == Classification.REGRESSION)
                .filter(finding -> comparison.persists(finding, deploy.olderLately(), deploy.newerLately()))
                .map(OurDetector::suspect)
                .toList();
    }

    static Suspect suspect(Finding finding) {
        return new Suspect(
                finding.unit().method(),
                finding.gainers().stream().map(gainer -> gainer.unit().method()).collect(Collectors.toSet()));
    }
}
